// Drives Intercom's Node client against a simulated workspace: `node drive.mjs URL TOKEN`.
//
// `NODE_SDK` is the folder into which the package `intercom-client` is installed. The report is JSON: the
// methods that passed, those that are excluded, and the failures with their reasons.
import { createRequire } from "node:module";
import path from "node:path";

import { EXCLUDED, steps } from "./steps.mjs";

const require = createRequire(path.join(path.resolve(process.env.NODE_SDK ?? "."), "x.js"));
const { IntercomClient } = require("intercom-client");
const { version } = require("intercom-client/package.json");

const [, , url, token] = process.argv;
const options = { environment: url, maxRetries: 0, headers: { "Intercom-Version": "2.14" } };
const client = new IntercomClient({ ...options, token });

/** Returns every method of a client and of the clients that its getters return. */
function methodsOf(object, prefix = "") {
    const properties = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object));
    return Object.entries(properties).flatMap(([name, { get, value }]) => {
        if (name === "constructor" || name.startsWith("_") || name === "unstable") {
            return [];
        }
        return get ? methodsOf(object[name], `${prefix}${name}.`) : typeof value === "function" ? [prefix + name] : [];
    });
}

/** Reads a list to its end; a list that does not end is an error. */
async function readAll(page) {
    const [first, items] = [page.response, []];
    for await (const item of page) {
        items.push(item);
        if (items.length > 5_000) {
            throw new Error("the list does not end");
        }
    }
    const ids = new Set(items.map((item) => item.id));
    if (ids.size !== items.length) {
        throw new Error(`${items.length} items have ${ids.size} ids`);
    }
    return [items, first];
}

async function run([method, args, check, kind], state) {
    const names = method.split(".");
    const name = names.pop();
    const resource = names.reduce((object, part) => object[part], client);
    if (kind === "error") {
        const failed = await resource[name](...args(state)).then(
            () => new Error("it succeeds"),
            (error) => error,
        );
        return check(failed);
    }
    const result = await resource[name](...args(state));
    if (kind === "pages") {
        const [items, first] = await readAll(result);
        check(items, state, first);
    } else {
        check(result, state);
    }
}

const [state, failures, seen] = [{}, [], new Set()];
for (const step of steps) {
    seen.add(step[0]);
    try {
        await run(step, state);
    } catch (error) {
        failures.push(`${step[0]}: ${error.message}`);
    }
}
const stranger = new IntercomClient({ ...options, token: "wrong" });
const refusal = await stranger.admins.list().catch((error) => error);
if (refusal.constructor.name !== "UnauthorizedError") {
    failures.push(`admins.list: with a wrong token: ${refusal.constructor.name}`);
}
const methods = methodsOf(client);
for (const method of methods) {
    if (!seen.has(method) && !(method in EXCLUDED)) {
        failures.push(`${method}: is neither called nor excluded`);
    }
}
for (const method of [...seen, ...Object.keys(EXCLUDED)]) {
    if (!methods.includes(method)) {
        failures.push(`${method}: the client does not have it`);
    }
}
const report = { client: `intercom-client ${version}`, methods: methods.length, called: seen.size, excluded: EXCLUDED, failures };
console.log(JSON.stringify(report));
