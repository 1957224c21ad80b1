// Search within the page, and the way to the same place in another language. No network: it works from a folder.
"use strict";

/** Lower case without accents, letter by letter, so that places in the text stay the same. */
const fold = (text) =>
  text.replace(/[A-Z\u00c0-\u1eff]/g, (letter) => (letter === "đ" || letter === "Đ" ? "d" : letter.normalize("NFD")[0].toLowerCase()));

const input = document.querySelector("[data-search]");
const entries = [...document.querySelectorAll("[data-entry]")];
const texts = new Map();
const words = () => fold(input.value).split(/\s+/).filter(Boolean);

function textOf(entry) {
  if (!texts.has(entry)) texts.set(entry, fold(`${entry.textContent} ${entry.id}`));
  return texts.get(entry);
}

function search() {
  const wanted = words();
  let found = 0;
  for (const entry of entries) {
    entry.hidden = !wanted.every((word) => textOf(entry).includes(word));
    found += entry.hidden ? 0 : 1;
  }
  for (const around of document.querySelectorAll(".part, .chapter")) around.hidden = !around.querySelector("[data-entry]:not([hidden])");
  for (const link of document.querySelectorAll(".contents li")) {
    link.hidden = document.getElementById(link.firstElementChild.hash.slice(1)).hidden;
  }
  for (const part of document.querySelectorAll(".contents nav > details")) {
    part.hidden = !part.querySelector("li:not([hidden])");
    part.open = wanted.length > 0;
  }
  document.querySelector(".nothing").hidden = found > 0;
  document.querySelector("[data-count]").value = wanted.length ? `${found} of ${entries.length}` : "";
  highlight(wanted);
}

function highlight(wanted) {
  if (!CSS.highlights) return;
  const ranges = [];
  for (const entry of wanted.length ? entries.filter((one) => !one.hidden) : []) {
    const walker = document.createTreeWalker(entry, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = fold(walker.currentNode.data);
      for (const word of wanted) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + word.length);
          ranges.push(range);
        }
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

/** A place that the search has hidden is shown when a link leads there. */
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.closest("[hidden]")) {
    input.value = "";
    search();
    target.scrollIntoView();
  }
}

/** The entry at the top of the window. */
function atTop() {
  const edge = document.querySelector(".top").offsetHeight + 8;
  return entries.find((entry) => !entry.hidden && entry.getBoundingClientRect().bottom > edge);
}

if (input) {
  input.addEventListener("input", search);
  addEventListener("hashchange", reveal);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target !== input) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && event.target === input) {
      input.value = "";
      search();
    }
  });
  if (document.querySelector(".reading")) {
    for (const link of document.querySelectorAll("[data-page]")) {
      link.addEventListener("click", () => {
        if (scrollY > 0) link.hash = atTop()?.id ?? "";
      });
    }
  }
}
document.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
const contents = document.querySelector(".contents");
if (contents && matchMedia("(max-width: 800px)").matches) {
  contents.open = false;
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a")) contents.open = false;
  });
}
addEventListener("beforeprint", () => contents && contents.removeAttribute("open"));
