// The support team's mailbox: what the bot has sent through the simulator's mail server.

import { listen } from "./api.js";
import { element } from "./bubble.js";

export function buildMailbox() {
  const pane = document.getElementById("pane-mail");
  listen(async (event) => { if (event.type === "state" || event.type === "mail") draw(pane, await (await fetch("/api/mails")).json()); });
}

function draw(pane, mails) {
  if (!mails.length) {
    pane.replaceChildren(element("div", { className: "empty" }, element("p", {}, "No mail yet. A case whose sender gave an e-mail address arrives here.")));
    return;
  }
  const line = (name, value) => (value ? [element("dt", {}, name), element("dd", {}, value)] : []);
  pane.replaceChildren(element("div", { className: "mails" }, ...mails.map((mail) => element("article", { dataset: { mail: mail.id } },
    element("h2", {}, mail.subject),
    element("dl", {}, ...line("From", mail.from), ...line("To", mail.to), ...line("Reply to", mail["reply-to"]), ...line("Date", mail.date)),
    element("pre", {}, mail.text)))));
}
