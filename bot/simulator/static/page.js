// The page: phones side by side (on a phone's width one, full-screen), the staff desk, and the controls.

import { follow, listen, post, state } from "./api.js";
import { element } from "./bubble.js";
import { ChatView } from "./chat.js";
import { buildControls } from "./controls.js";
import { buildDesk } from "./desk.js";
import { buildMailbox } from "./mailbox.js";

const TYPING_MS = 5_000;
const ACTIONS = { typing: "typing…", upload_photo: "sending a photo…", upload_document: "sending a file…", record_voice: "recording…" };
const PANES = [["chats", "Chats"], ["staff", "Staff desk"], ["mail", "Mailbox"]]; // one more line and one more section make another pane
const phones = new Map();

/** Staff who never wrote to the bot have no phone: they sit at the desk. */
export const holders = () => state.users.filter((user) => user.is_started || user.is_blocked || !state.groups.some((group) => group.members.some((m) => m.id === user.id)));

function phone(user) {
  const view = new ChatView({ person: user.id, chat: user.id });
  const status = element("span", { className: "status", dataset: { role: "status" } });
  const name = element("b", { dataset: { role: "bot-name" } });
  const owner = element("span", { className: "owner", dataset: { role: "owner" } });
  const gear = element("button", { type: "button", className: "icon gear", ariaLabel: "Simulator controls", dataset: { role: "gear" } }, "⚙");
  gear.addEventListener("click", () => document.body.classList.toggle("controls-open"));
  const header = element("header", {}, element("span", { className: "avatar", ariaHidden: "true" }), element("div", {}, name, status), gear);
  const frame = element("section", { className: "phone", dataset: { user: user.id } }, header, view.root);
  const whole = element("div", { className: "place" }, owner, frame);
  let timer;
  const idle = () => { clearTimeout(timer); status.textContent = "bot"; status.classList.remove("typing"); };
  const label = () => {
    const now = state.users.find((one) => one.id === user.id) ?? user;
    name.textContent = now.bot_name;
    header.querySelector(".avatar").textContent = now.bot_name.slice(0, 1);
    owner.textContent = `${now.first_name} · ${now.language_code}`;
    frame.setAttribute("aria-label", `Phone of ${now.first_name}`);
  };
  listen((event) => {
    if (event.type === "state") label();
    if (event.chat !== user.id) return;
    if (event.type === "action") {
      status.textContent = ACTIONS[event.action] ?? "busy…";
      status.classList.add("typing");
      clearTimeout(timer);
      timer = setTimeout(idle, TYPING_MS);
    }
    if (event.type === "message" && event.message.from.is_bot) idle();
  });
  idle();
  label();
  return { whole, view };
}

export function activate(id) {
  localStorage.setItem("active", id);
  for (const [number, { whole }] of phones) whole.classList.toggle("active", number === id);
}

function drawPhones() {
  const stage = document.getElementById("pane-chats");
  const users = holders();
  for (const [id, { whole }] of phones) if (!users.some((user) => user.id === id)) { whole.remove(); phones.delete(id); }
  for (const user of users) {
    if (phones.has(user.id)) continue;
    const made = phone(user);
    phones.set(user.id, made);
    stage.append(made.whole);
    made.view.draw();
  }
  const active = Number(localStorage.getItem("active"));
  if (users.length) activate(users.some((user) => user.id === active) ? active : users[0].id);
}

function buildPanes() {
  const tabs = PANES.map(([name, label]) => {
    const tab = element("button", { type: "button", role: "tab", id: `tab-${name}`, dataset: { tab: name } }, label);
    tab.setAttribute("aria-controls", `pane-${name}`);
    tab.addEventListener("click", () => show(name));
    return tab;
  });
  document.getElementById("panes").append(...tabs);
  const show = (name) => {
    for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
    for (const pane of document.querySelectorAll("[data-pane]")) pane.hidden = pane.dataset.pane !== name;
    document.body.classList.remove("controls-open");
    document.body.dataset.shown = name;
  };
  show("chats");
}

/** The users of this browser, kept over a restart of the server, which forgets them. */
const remembered = () => JSON.parse(localStorage.getItem("users") ?? "[]");

function remember() {
  const known = holders().map(({ id, first_name, language_code }) => ({ id, name: first_name, language_code }));
  if (known.length) localStorage.setItem("users", JSON.stringify(known));
}

async function welcome() {
  const missing = remembered().filter(({ id }) => !state.users.some((user) => user.id === id));
  if (!state.users.length) for (const user of missing) await post("/api/users", user);
  if (!state.users.length && !missing.length) {
    await post("/api/users", { name: "You", language_code: navigator.language.toLowerCase().split("-")[0] || "en" });
  }
}

buildPanes();
buildControls();
buildDesk();
buildMailbox();
listen((event) => {
  if (event.type !== "state") return;
  drawPhones();
  remember();
});
follow(welcome);
