// The control strip: who talks in which language, what time it is, and what goes wrong.

import { listen, post, refresh, state } from "./api.js";
import { element } from "./bubble.js";
import { zone } from "./chat.js";
import { activate, holders } from "./page.js";

const LANGUAGES = { en: "English", "zh-hans": "简体中文", "zh-hant": "繁體中文", ms: "Bahasa Melayu", id: "Bahasa Indonesia", th: "ไทย", fil: "Filipino", tl: "Tagalog", vi: "Tiếng Việt", ja: "日本語", de: "Deutsch", "pt-br": "Português (BR)", "": "(none)" };
const ZONES = ["Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Jakarta", "Asia/Bangkok", "Asia/Manila", "Asia/Ho_Chi_Minh", "Asia/Shanghai", "UTC"];
const NEW_YEARS = ["2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23"]; // first days, hko.gov.hk
const PRESETS = [
  ["Mon 10:00 Singapore", "Asia/Singapore", () => weekday(1, "10:00")],
  ["Fri 16:55 Singapore", "Asia/Singapore", () => weekday(5, "16:55")],
  ["Sat 22:00 Jakarta", "Asia/Jakarta", () => weekday(6, "22:00")],
  ["Sun night Bangkok", "Asia/Bangkok", () => weekday(0, "21:30")],
  ["Christmas Day", "Asia/Singapore", () => upcoming([`${new Date().getFullYear()}-12-25`, `${new Date().getFullYear() + 1}-12-25`])],
  ["Chinese New Year", "Asia/Singapore", () => upcoming(NEW_YEARS)],
];
const KINDS = { server_error: "502 from Telegram", too_many: "429, wait a second", dropped_before: "Line breaks before", dropped_after: "Line breaks after", slow: "A second late" };
const METHODS = ["*", "sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates"];

const iso = (date) => date.toISOString().slice(0, 10);
const upcoming = (days) => `${days.find((day) => day >= iso(new Date())) ?? days.at(-1)}T11:00`;
function weekday(day, time) {
  const date = new Date();
  date.setUTCDate(date.getUTCDate() + ((day - date.getUTCDay() + 7) % 7 || 7));
  return `${iso(date)}T${time}`;
}

/** A wall-clock time in a zone as an instant. */
function instant(local, timeZone) {
  const asUtc = new Date(`${local}Z`);
  const wall = new Date(`${new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(asUtc).replace(" ", "T")}Z`);
  return new Date(asUtc - (wall - asUtc)).toISOString();
}

function select(label, options, dataset, onChange) {
  const made = element("select", { dataset, ariaLabel: label }, ...Object.entries(options).map(([value, text]) => element("option", { value }, text)));
  if (onChange) made.addEventListener("change", () => onChange(made.value));
  return made;
}
const button = (label, dataset, onclick) => element("button", { type: "button", dataset, onclick }, label);
const group = (title, ...children) => element("fieldset", {}, element("legend", {}, title), ...children);

function setZone(timeZone) {
  localStorage.setItem("zone", timeZone);
  document.querySelector("[data-control=zone]").value = timeZone;
}

async function setClock(local, timeZone) {
  setZone(timeZone);
  await post("/api/clock", local ? { at: instant(local, timeZone) } : {});
  await refresh();
}

function people() {
  const list = element("div", { className: "people", dataset: { role: "people" } });
  const name = element("input", { placeholder: "Name", ariaLabel: "Name of the new user", dataset: { control: "name" } });
  const language = select("Language of the new user", LANGUAGES, { control: "new-language" });
  const add = element("form", { className: "pair", dataset: { role: "add-user" } }, name, language, element("button", {}, "Add user"));
  add.addEventListener("submit", async (event) => {
    event.preventDefault();
    const user = await post("/api/users", { name: name.value.trim() || "Guest", language_code: language.value });
    name.value = "";
    await refresh();
    activate(user.id);
  });
  listen((event) => { if (event.type === "state") drawPeople(list); });
  return group("People", list, add);
}

function drawPeople(list) {
  if (list.contains(document.activeElement) && document.activeElement.tagName === "SELECT") document.activeElement.blur();
  list.replaceChildren(...holders().map((user) => {
    const language = select(`Language of ${user.first_name}`, LANGUAGES, { control: "language", user: user.id }, (value) => post(`/api/users/${user.id}`, { language_code: value }));
    if (!(user.language_code in LANGUAGES)) language.append(element("option", { value: user.language_code }, user.language_code));
    language.value = user.language_code;
    const block = button(user.is_blocked ? "Unblock" : "Block", { control: "block", user: user.id }, () => post(`/api/users/${user.id}`, { blocked: String(!user.is_blocked) }));
    return element("div", { className: "person" }, button(user.first_name, { control: "activate", user: user.id }, () => { activate(user.id); document.body.classList.remove("controls-open"); }), language, block);
  }));
}

function clock() {
  const shown = element("output", { dataset: { role: "clock" } });
  const at = element("input", { type: "datetime-local", ariaLabel: "Date and time", dataset: { control: "at" } });
  const zones = select("Time zone", Object.fromEntries(ZONES.map((name) => [name, name.split("/").at(-1).replaceAll("_", " ")])), { control: "zone" }, async (value) => { setZone(value); await refresh(); });
  zones.value = zone();
  let read = null;
  const draw = () => {
    if (!state.clock) return;
    const now = new Date(state.clock.now).getTime() + (performance.now() - (read ?? performance.now()));
    shown.textContent = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: zone() }).format(now);
    shown.classList.toggle("moved", !state.clock.is_real);
  };
  listen((event) => { if (event.type === "state" || event.type === "clock") { read = performance.now(); draw(); } });
  setInterval(draw, 5_000);
  const presets = element("div", { className: "chips" }, button("Now", { preset: "now" }, () => setClock(null, zone())),
    ...PRESETS.map(([label, timeZone, local]) => button(label, { preset: label }, () => setClock(local(), timeZone))),
    button("+1 hour", { preset: "+1h" }, async () => { await post("/api/clock", { advance_seconds: 3600 }); await refresh(); }));
  const set = button("Set", { control: "set-clock" }, () => at.value && setClock(at.value, zones.value));
  return group("Clock", shown, presets, element("div", { className: "pair" }, at, zones, set));
}

function faults() {
  const kind = select("What goes wrong", KINDS, { control: "fault-kind" });
  const method = select("In which method", Object.fromEntries(METHODS.map((name) => [name, name === "*" ? "any method" : name])), { control: "fault-method" });
  const active = element("ul", { dataset: { role: "faults" } });
  const add = (more) => post("/api/faults", { kind: kind.value, method: method.value, ...more });
  listen((event) => {
    if (event.type !== "state" && event.type !== "faults") return;
    active.replaceChildren(...state.faults.map((fault) => element("li", {}, `${KINDS[fault.kind]}: ${fault.method === "*" ? "any method" : fault.method}, ${fault.times === null ? `${Math.round(fault.share * 100)} %` : `next ${fault.times}`}`)));
  });
  return group("Faults", element("div", { className: "pair" }, kind, method), element("div", { className: "chips" },
    button("Next call", { fault: "next" }, () => add({ times: 1 })), button("30 % of calls", { fault: "share" }, () => add({ share: 0.3 })),
    button("None", { fault: "clear" }, () => post("/api/faults", {}))), active);
}

export function buildControls() {
  const close = button("✕", { role: "close-controls" }, () => document.body.classList.remove("controls-open"));
  close.setAttribute("aria-label", "Close the controls");
  close.className = "icon close";
  document.getElementById("controls").append(element("header", {}, element("h1", {}, "Simulator"), close), people(), clock(), faults());
}
