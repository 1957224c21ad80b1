// The staff desk: a forum group, its topics, and a member of staff who writes in them.

import { listen, post, refresh, state } from "./api.js";
import { element } from "./bubble.js";
import { ChatView } from "./chat.js";

let current = { chat: null, topic: undefined, person: null };
let shown = null; // which room is on screen

export function buildDesk() {
  const pane = document.getElementById("pane-staff");
  listen((event) => { if (event.type === "state") draw(pane); });
}

function draw(pane) {
  const forum = state.groups.find((group) => group.is_forum && group.id === current.chat) ?? state.groups.find((group) => group.is_forum);
  if (!forum) {
    const open = element("button", { type: "button", className: "primary", dataset: { role: "open-desk" } }, "Open a staff desk");
    open.addEventListener("click", async () => { await post("/api/desk", {}); await refresh(); });
    shown = null;
    pane.replaceChildren(element("div", { className: "empty" }, element("p", {}, "No staff group yet. A desk is a forum group in which each ticket has its topic."), open));
    return;
  }
  const staff = forum.members.find((member) => member.id === current.person) ?? forum.members[0];
  const topic = forum.topics.some((one) => one.message_thread_id === current.topic) ? current.topic : (forum.topics[0]?.message_thread_id ?? null);
  const chosen = current.topic === null ? null : topic;
  current = { chat: forum.id, topic: chosen, person: staff?.id };
  if (!pane.querySelector(".desk")) pane.replaceChildren(element("div", { className: "desk" }, element("nav", { ariaLabel: "Topics" }), element("div", { className: "room" })));
  drawTopics(pane, forum, chosen);
  const room = JSON.stringify(current);
  if (!staff || room === shown) return;
  shown = room;
  const view = new ChatView({ person: staff.id, chat: forum.id, topic: chosen });
  pane.querySelector(".room").replaceChildren(view.root);
  view.draw();
}

function drawTopics(pane, forum, chosen) {
  const choose = (topic) => { current.topic = topic; draw(pane); };
  const entry = (id, label, closed) => {
    const made = element("button", { type: "button", dataset: { topic: id ?? "general" } }, closed ? `🔒 ${label}` : label);
    made.setAttribute("aria-current", String(id === chosen));
    made.addEventListener("click", () => choose(id));
    return made;
  };
  const add = element("button", { type: "button", className: "quiet", dataset: { role: "new-topic" } }, "+ New topic");
  add.addEventListener("click", async () => {
    const { topic } = await post("/api/acts/opens_topic", { person: current.person, chat: forum.id, name: `Topic ${forum.topics.length + 1}` });
    current.topic = topic;
    await refresh();
  });
  pane.querySelector("nav").replaceChildren(element("h2", {}, forum.title), entry(null, "General", false),
    ...forum.topics.map((topic) => entry(topic.message_thread_id, topic.name, topic.is_closed)), add);
}
