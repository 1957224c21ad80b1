// One chat as one person sees it: the messages, and the field to write in. A phone holds one, the staff desk another.

import { listen, post, state } from "./api.js";
import { bubble, element } from "./bubble.js";
import { InlineAnswers, openChat, startOf } from "./inline.js";

const ANSWER_MS = 15_000;
const TOAST_MS = 2_500;
const LONG_PRESS_MS = 500;
const SCROLLED_UP_PX = 120;
const ATTACHMENTS = [["photo", "🖼", "Photo"], ["document", "📄", "Document"], ["voice", "🎤", "Voice message"],
  ["sticker", "👍", "Sticker"], ["location", "📍", "Location"], ["contact", "👤", "Contact"], ["poll", "📊", "Poll"]];
const template = document.getElementById("chat-template");

export const zone = () => localStorage.getItem("zone") ?? "Asia/Singapore";

export class ChatView {
  /** `topic` null: the whole of a private chat, or a forum's messages outside topics. */
  constructor({ person, chat, topic = null }) {
    Object.assign(this, { person, chat, topic, follows: true, editing: null, replying: null, waiting: new Map(), shown: new Map() });
    this.root = template.content.firstElementChild.cloneNode(true);
    this.parts = Object.fromEntries([...this.root.querySelectorAll("[data-role]")].map((part) => [part.dataset.role, part]));
    this.parts.context = this.root.querySelector(".context");
    this.inline = new InlineAnswers(this);
    this.wire();
    listen((event) => this.root.isConnected && this.on(event));
    this.draw();
  }

  get user() { return state.users.find((user) => user.id === this.person); }
  get isPrivate() { return this.chat === this.person; }

  messages() {
    const all = [...(state.history.get(this.chat)?.values() ?? [])];
    return this.isPrivate ? all : all.filter((m) => (m.message_thread_id ?? null) === this.topic);
  }

  on(event) {
    if (event.type === "state" || event.type === "zone") this.draw();
    else if (event.chat === this.chat && ["message", "deleted"].includes(event.type)) this.draw();
    else if (event.type === "answer" && event.person === this.person) this.answered(event);
    else if (event.type === "inline" && event.person === this.person) this.inline.answered(event);
  }

  draw() {
    const { messages: log } = this.parts;
    const messages = this.messages().sort((a, b) => a.message_id - b.message_id);
    const kept = new Set();
    const nodes = [];
    let day = null;
    if (!messages.length) nodes.push(this.introduction());
    for (const message of messages) {
      const today = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "long", timeZone: zone() }).format(message.date * 1000);
      if (today !== day) nodes.push(element("div", { className: "day" }, (day = today)));
      nodes.push(this.node(message));
      kept.add(message.message_id);
    }
    for (const id of this.shown.keys()) if (!kept.has(id)) this.shown.delete(id);
    this.place(log, nodes);
    this.drawFoot(messages);
    if (messages.length > (this.count ?? 0)) this.follows = true;
    this.count = messages.length;
    this.toEnd();
  }

  /** Show the latest message, unless the reader has scrolled up. */
  toEnd() {
    const { messages: log } = this.parts;
    if (this.follows) log.scrollTop = log.scrollHeight;
  }

  /** Bubbles that did not change stay the same nodes, so that focus and revealed spoilers stay too. */
  node(message) {
    const version = `${message.revision} ${zone()}`;
    const known = this.shown.get(message.message_id);
    if (known?.version === version) return known.node;
    const node = bubble(message, {
      mine: message.from.id === this.person, group: !this.isPrivate, language: this.user?.language_code, zone: zone(),
      on: { tap: (...tapped) => this.tap(...tapped), command: (text) => this.say(text), more: (m, at) => this.more(m, at) },
    });
    this.longPress(node, message);
    this.shown.set(message.message_id, { version, node });
    return node;
  }

  place(log, nodes) {
    nodes.forEach((node, at) => {
      const there = log.children[at];
      if (there === node) return;
      if (there?.className === "day" && node.className === "day" && there.textContent === node.textContent) return;
      log.insertBefore(node, there ?? null);
    });
    while (log.children.length > nodes.length) log.lastChild.remove();
  }

  introduction() {
    const text = this.isPrivate ? this.user?.description || "No messages here yet." : "No messages here yet.";
    return element("div", { className: "introduction", dataset: { role: "description" } },
      ...(this.isPrivate ? [element("b", {}, "What can this bot do?")] : []), element("p", {}, text));
  }

  drawFoot(messages) {
    const { start, unblock, composer, keyboard } = this.parts;
    const blocked = this.isPrivate && this.user?.is_blocked;
    start.hidden = !this.isPrivate || messages.length > 0 || this.user?.is_started || blocked;
    unblock.hidden = !blocked;
    composer.hidden = blocked || !start.hidden;
    const rows = messages.findLast((m) => m.keyboard)?.keyboard?.keyboard ?? [];
    keyboard.hidden = !rows.length;
    keyboard.replaceChildren(...rows.map((row) => element("div", { className: "row" }, ...row.map((key) => {
      const text = key.text ?? key;
      return element("button", { type: "button", onclick: () => this.say(text) }, text);
    }))));
  }

  act(name, values) {
    const body = { person: this.person, chat: this.chat, topic: this.topic ?? "" };
    if (values instanceof FormData) Object.entries(body).forEach(([key, value]) => values.append(key, value));
    return post(`/api/acts/${name}`, values instanceof FormData ? values : { ...body, ...values }).catch((error) => this.toast(error.message));
  }

  say(text) { return this.act("says", { text }); }

  async tap(message, button, row, column, at) {
    if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text).then(() => this.toast("Copied"), () => this.toast(button.copy_text.text));
      return;
    }
    const start = button.url ? startOf(button.url) : null;
    if (start !== null) return openChat(this.person, start);
    if (button.url) {
      window.open(button.url, "_blank", "noopener");
      return;
    }
    at.classList.add("waiting");
    const tapped = await this.act("taps", { message_id: message.message_id, row, column });
    const done = () => at.classList.remove("waiting");
    if (!tapped?.query || this.early?.delete(tapped.query)) return done();
    this.waiting.set(tapped.query, done);
    setTimeout(done, ANSWER_MS);
  }

  answered({ query, text, show_alert, url }) {
    (this.waiting.get(query) ?? (() => (this.early ??= new Set()).add(query)))();
    this.waiting.delete(query);
    if (url) window.open(url, "_blank", "noopener");
    if (!text) return;
    if (!show_alert) return this.toast(text);
    const dialog = this.root.querySelector("dialog");
    dialog.querySelector("p").textContent = text;
    dialog.showModal();
  }

  toast(text) {
    const { toast } = this.parts;
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => (toast.hidden = true), TOAST_MS);
  }

  wire() {
    const { messages: log } = this.parts;
    log.addEventListener("scroll", () => (this.follows = log.scrollHeight - log.scrollTop - log.clientHeight < SCROLLED_UP_PX));
    log.addEventListener("load", () => this.toEnd(), { capture: true });
    new ResizeObserver(() => this.toEnd()).observe(log);
    const { composer, input, attach, menu, start, unblock, file } = this.parts;
    composer.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("input", () => { this.grow(); this.suggest(input.value.startsWith("/") ? input.value : null); this.inline.typed(input.value); });
    attach.addEventListener("click", () => this.attachMenu());
    menu.addEventListener("click", () => this.suggest(this.parts.commands.hidden ? "/" : null));
    start.addEventListener("click", () => this.say("/start"));
    unblock.addEventListener("click", () => post(`/api/users/${this.person}`, { blocked: "false" }));
    file.addEventListener("change", () => this.upload());
    this.parts.context.querySelector("button").addEventListener("click", () => this.endContext());
    this.root.addEventListener("keydown", (event) => { if (event.key === "Escape") this.closeMenus(); });
    this.root.addEventListener("click", (event) => { if (!event.target.closest(".composer, .popup, .more, .attachments, .commands")) this.closeMenus(); });
    menu.hidden = !this.isPrivate;
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  async submit() {
    const { input } = this.parts;
    const text = input.value.trim();
    if (!text) return;
    const { editing, replying } = this;
    this.clear();
    if (editing) await this.act("edits", { message_id: editing.message_id, text });
    else await this.act("says", { text, reply_to: replying?.message_id });
  }

  clear() {
    this.parts.input.value = "";
    this.grow();
    this.closeMenus();
    this.endContext();
  }

  grow() {
    const { input } = this.parts;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
  }

  suggest(typed) {
    const { commands, menu } = this.parts;
    const fitting = typed === null ? [] : (this.user?.commands ?? []).filter(({ command }) => `/${command}`.startsWith(typed));
    commands.hidden = !fitting.length;
    menu.setAttribute("aria-expanded", String(!commands.hidden));
    commands.replaceChildren(...fitting.map(({ command, description }) => {
      const option = element("button", { type: "button", role: "option", dataset: { command } }, element("b", {}, `/${command}`), element("span", {}, description));
      option.addEventListener("click", () => { this.parts.input.value = ""; this.closeMenus(); this.say(`/${command}`); });
      return option;
    }));
  }

  attachMenu() {
    const { attachments, attach } = this.parts;
    attachments.replaceChildren(...ATTACHMENTS.map(([kind, sign, label]) => {
      const item = element("button", { type: "button", role: "menuitem", dataset: { attach: kind } }, element("span", { ariaHidden: "true" }, sign), label);
      item.addEventListener("click", () => { this.closeMenus(); this.pick(kind); });
      return item;
    }));
    attachments.hidden = !attachments.hidden;
    attach.setAttribute("aria-expanded", String(!attachments.hidden));
  }

  pick(kind) {
    const { file } = this.parts;
    if (kind !== "photo" && kind !== "document") return this.act("sends", { kind });
    Object.assign(file, { accept: kind === "photo" ? "image/*" : "", value: "" });
    file.dataset.kind = kind;
    file.click();
  }

  async upload() {
    const { file } = this.parts;
    if (!file.files[0]) return;
    const form = new FormData();
    form.append("kind", file.dataset.kind);
    form.append("file", file.files[0]);
    await this.act("sends", form);
  }

  longPress(node, message) {
    let timer;
    node.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") timer = setTimeout(() => this.more(message, node), LONG_PRESS_MS);
    });
    for (const end of ["pointerup", "pointermove", "pointercancel"]) node.addEventListener(end, () => clearTimeout(timer));
    node.addEventListener("contextmenu", (event) => {
      if (event.target.closest(".body")) { event.preventDefault(); this.more(message, node); }
    });
  }

  more(message, at) {
    this.closeMenus();
    const mine = message.from.id === this.person;
    const text = message.text ?? message.caption;
    const items = [["reply", "Reply", () => this.startContext("replying", message, `Reply to ${message.from.first_name}`)]];
    if (text) items.push(["copy", "Copy text", () => navigator.clipboard.writeText(text).then(() => this.toast("Copied"))]);
    if (mine && text) items.push(["edit", "Edit", () => this.startContext("editing", message, "Edit message")]);
    const popup = element("div", { className: "popup", role: "menu", dataset: { role: "actions" } }, ...items.map(([name, label, act]) =>
      element("button", { type: "button", role: "menuitem", dataset: { action: name }, onclick: () => { this.closeMenus(); act(); } }, label)));
    at.closest(".bubble").querySelector(".line").append(popup);
    popup.scrollIntoView({ block: "nearest" });
    popup.firstChild.focus();
  }

  startContext(kind, message, label) {
    this.endContext();
    this[kind] = message;
    const { context, input } = this.parts;
    context.hidden = false;
    context.querySelector("span").textContent = `${label}: ${message.text ?? message.caption ?? ""}`;
    if (kind === "editing") input.value = message.text ?? message.caption;
    this.grow();
    input.focus();
  }

  endContext() {
    if (this.editing) this.parts.input.value = "";
    this.editing = this.replying = null;
    this.parts.context.hidden = true;
  }

  closeMenus() {
    this.root.querySelectorAll(".popup").forEach((popup) => popup.remove());
    for (const part of ["commands", "attachments"]) this.parts[part].hidden = true;
    this.inline.end();
    for (const part of ["attach", "menu"]) this.parts[part].setAttribute("aria-expanded", "false");
  }
}
