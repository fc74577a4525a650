"use strict";
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const find = (selector, from = document) => from.querySelector(selector);
  const list = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  // The reader's choice of colors. A page that was opened from a file may have no storage.
  const stored = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const store = (theme) => {
    try { localStorage.setItem("theme", theme); } catch { /* The choice lasts as long as the page. */ }
  };
  const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  if (["light", "dark"].includes(stored())) root.dataset.theme = stored();

  document.addEventListener("DOMContentLoaded", () => {
    root.classList.add("script");
    const theme = find("#theme");
    const search = find("#search");
    const all = find("#all");
    const selects = list("select");
    const totals = list("button.total");

    const showTheme = () => theme.setAttribute("aria-pressed", isDark());
    theme.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      store(root.dataset.theme);
      showTheme();
    });
    dark.addEventListener("change", showTheme);
    showTheme();

    // Every row with its details and the text that a search looks at.
    const tables = list("section").map((section) => ({
      section,
      body: find("tbody", section),
      none: find(".none", section),
      rows: list("tr.row", section).map((row) => {
        const button = find("button.open", row);
        const details = button && document.getElementById(button.getAttribute("aria-controls"));
        const text = `${row.textContent}\n${details?.textContent ?? ""}`.toLowerCase();
        return { row, button, details, text, shown: true };
      }),
    }));
    const rows = tables.flatMap((table) => table.rows);
    const byButton = new Map(rows.filter(({ button }) => button).map((item) => [item.button, item]));
    const isOpen = ({ button }) => button?.getAttribute("aria-expanded") === "true";

    const setOpen = (item, open) => {
      if (!item.button) return;
      item.button.setAttribute("aria-expanded", open);
      item.row.classList.toggle("is-open", open);
      item.details.hidden = !open || !item.shown;
    };
    const toggle = (item) => {
      setOpen(item, !isOpen(item));
      // The address leads to the row that was opened last.
      if (isOpen(item)) history.replaceState(null, "", `#${item.row.id}`);
    };

    const filter = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = selects.filter((select) => select.selectedIndex > 0);
      for (const { section, rows, none } of tables) {
        const here = chosen.filter((select) => select.dataset.table === section.id);
        for (const item of rows) {
          item.shown = words.every((word) => item.text.includes(word))
            && here.every((select) => item.row.children[select.dataset.column].dataset.value === select.value);
          item.row.hidden = !item.shown;
          if (item.details) item.details.hidden = !item.shown || !isOpen(item);
        }
        if (none) none.hidden = rows.some(({ shown }) => shown);
      }
      const shown = rows.filter(({ shown }) => shown).length;
      find("#count").textContent = `${shown} of ${rows.length} rows`;
      for (const total of totals) {
        const select = selectOf(total);
        total.setAttribute("aria-pressed", select?.selectedIndex > 0 && select.value === total.dataset.value);
      }
    };
    const selectOf = ({ dataset }) =>
      selects.find((select) => select.dataset.table === dataset.table && select.dataset.name === dataset.column);

    const sort = (table, header) => {
      const index = Array.from(header.parentElement.children).indexOf(header);
      const down = header.getAttribute("aria-sort") === "ascending";
      for (const other of header.parentElement.children) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = new Intl.Collator("en", { numeric: true });
      const key = ({ row }) => {
        const cell = row.children[index];
        return `${cell?.dataset.sort ?? ""} ${cell?.textContent ?? ""}`.trim();
      };
      const sorted = table.rows.map((item) => [key(item), item]);
      sorted.sort(([a], [b]) => (down ? -1 : 1) * order.compare(a, b));
      table.rows = sorted.map(([, item]) => item);
      table.body.append(...table.rows.flatMap(({ row, details }) => (details ? [row, details] : [row])));
    };

    for (const item of rows) {
      setOpen(item, false);
      item.row.addEventListener("click", (event) => {
        const isOther = event.target.closest("a, button") && !event.target.closest("button.open");
        if (item.button && !isOther && getSelection().isCollapsed) toggle(item);
      });
    }
    for (const table of tables) {
      for (const header of list("th", table.section)) {
        find("button", header).addEventListener("click", () => sort(table, header));
      }
    }
    for (const select of selects) select.addEventListener("change", filter);
    for (const total of totals) {
      total.addEventListener("click", () => {
        const select = selectOf(total);
        if (!select) return;
        select.value = total.getAttribute("aria-pressed") === "true" ? "" : total.dataset.value;
        filter();
      });
    }
    search.addEventListener("input", filter);
    find("#clear").addEventListener("click", () => {
      search.value = "";
      for (const select of selects) select.selectedIndex = 0;
      filter();
      search.focus();
    });
    all.addEventListener("click", () => {
      const open = all.getAttribute("aria-pressed") !== "true";
      for (const item of rows) setOpen(item, open);
      all.setAttribute("aria-pressed", open);
      all.textContent = open ? "Close all" : "Open all";
    });

    const buttons = () => tables.flatMap(({ rows }) => rows)
      .filter(({ button, shown }) => button && shown).map(({ button }) => button);
    const focus = (button) => {
      button.focus();
      button.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const at = event.target;
      if (event.key === "/" && !at.closest("input, select, textarea")) {
        event.preventDefault();
        search.focus();
        search.select();
      } else if (at === search) {
        if (event.key === "Escape") {
          event.preventDefault();
          search.value = "";
          filter();
        } else if (event.key === "ArrowDown" || event.key === "Enter") {
          const [first] = buttons();
          if (!first) return;
          event.preventDefault();
          focus(first);
        }
      } else if (byButton.has(at)) {
        const known = buttons();
        const index = known.indexOf(at);
        const targets = {
          ArrowDown: known[index + 1],
          ArrowUp: known[index - 1] ?? search,
          Home: known[0],
          End: known.at(-1),
        };
        if (event.key in targets) {
          event.preventDefault();
          if (targets[event.key]) focus(targets[event.key]);
        } else if (event.key === "ArrowRight") {
          setOpen(byButton.get(at), true);
        } else if (event.key === "ArrowLeft" || event.key === "Escape") {
          setOpen(byButton.get(at), false);
        }
      }
    });

    const showNamed = () => {
      const named = rows.find(({ row }) => `#${row.id}` === location.hash);
      if (!named) return;
      setOpen(named, true);
      named.row.scrollIntoView({ block: "center" });
    };
    addEventListener("hashchange", showNamed);
    filter();
    showNamed();
  });
})();
