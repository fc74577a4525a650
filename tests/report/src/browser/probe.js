"use strict";
globalThis.probe = (() => {
  const list = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const isVisible = (element) => element.checkVisibility() && element.getBoundingClientRect().height > 0;
  const rows = () => list("tr.row");
  const detailsOf = (row) => {
    const button = row.querySelector("button.open");
    return button && document.getElementById(button.getAttribute("aria-controls"));
  };
  const buttons = () => list("button.open").filter(isVisible);
  const search = () => document.querySelector("#search");

  const state = () => {
    const shown = rows().filter(isVisible);
    const words = search().value.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (row) => `${row.textContent} ${detailsOf(row)?.textContent ?? ""}`.toLowerCase();
    const at = document.activeElement;
    const open = list("tr.details").filter(isVisible);
    const expanded = list('button.open[aria-expanded="true"]').filter(isVisible);
    if (open.length !== expanded.length) throw new Error("rows are open that do not say so");
    return {
      focus: at === search() ? "search" : buttons().indexOf(at),
      search: search().value,
      shown: shown.length,
      unmatched: shown.filter((row) => !words.every((word) => text(row).includes(word))).length,
      open: open.length,
      status: document.querySelector("#count").textContent,
      sorted: document.querySelector("th")?.getAttribute("aria-sort"),
      theme: document.querySelector("#theme").getAttribute("aria-pressed"),
    };
  };

  const lastWord = () => rows().at(-1).textContent.trim().split(/\s+/)[0].slice(0, 20);
  const firstSort = () => document.querySelector("button.sort");

  // Landmarks, names of controls, ids.
  const faults = () => {
    const found = [];
    if (!document.title) found.push("no title");
    if (!document.documentElement.lang) found.push("no language");
    for (const one of ["main", "header", "h1", "[role=search]", "[role=status]"]) {
      if (list(one).length !== 1) found.push(`not one ${one}`);
    }
    for (const section of list("section")) {
      const heading = document.getElementById(section.getAttribute("aria-labelledby"));
      if (!heading?.textContent) found.push(`section ${section.id} without a heading`);
    }
    for (const control of list("button, input, select")) {
      const label = control.labels?.[0]?.textContent || control.textContent;
      if (!label.trim()) found.push(`control without a name: ${control.outerHTML}`);
    }
    const ids = list("[id]").map(({ id }) => id);
    if (new Set(ids).size !== ids.length) found.push("an id occurs twice");
    for (const button of list("[aria-controls]")) {
      if (!ids.includes(button.getAttribute("aria-controls"))) found.push("controls nothing");
    }
    const focused = search();
    focused.focus();
    if (getComputedStyle(focused).outlineStyle === "none") found.push("focus is not visible");
    return found;
  };

  const parse = (color) => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const luminance = ({ rgb }) => {
    const [r, g, b] = rgb.map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.alpha > 0) return color;
    }
    return parse("rgb(255, 255, 255)");
  };

  // The lowest contrast of all visible text.
  const colors = () => {
    const texts = list("body *").filter((element) =>
      Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim()));
    let lowest = { contrast: 21, text: "" };
    for (const element of texts.filter(isVisible)) {
      const [a, b] = [parse(getComputedStyle(element).color), behind(element)].map(luminance);
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < lowest.contrast) lowest = { contrast, text: element.textContent.slice(0, 40) };
    }
    return {
      ...lowest,
      background: luminance(behind(document.body)),
      width: document.scrollingElement.scrollWidth,
    };
  };

  // How many colors a picture has, and how light it is on average.
  const picture = async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const colors = new Set();
    let light = 0;
    for (let at = 0; at < data.length; at += 4) {
      colors.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
      light += data[at] + data[at + 1] + data[at + 2];
    }
    return { colors: colors.size, light: light / (data.length / 4) / 765 };
  };

  return { state, buttons, lastWord, firstSort, faults, colors, picture };
})();
