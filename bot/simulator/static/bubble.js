// One message as a bubble: formatted text, media, time, and the inline keyboard under it.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
  text_link: "a", url: "a", email: "a", phone_number: "a", bot_command: "a", mention: "a", hashtag: "a",
};

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  const { dataset, ...rest } = properties;
  Object.assign(made, rest);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}

/** The language of a text, by its script: what a browser needs to break lines and choose glyphs. */
export function languageOf(text, fallback) {
  if (/[\u0e00-\u0e7f]/.test(text)) return "th";
  if (/[\u4e00-\u9fff]/.test(text) && (text.match(/[\u4e00-\u9fff]/g).length > text.length / 5)) return "zh-Hans";
  return fallback && !/^(zh|th)/.test(fallback) ? fallback : "en";
}

/** Offsets count UTF-16 code units, as JavaScript's strings do. */
export function formatted(text, entities = [], onCommand = () => {}) {
  const fragment = document.createDocumentFragment();
  render(fragment, text, 0, text.length, [...entities], onCommand);
  return fragment;
}

function render(parent, text, from, to, entities, onCommand) {
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) continue;
    parent.append(text.slice(at, entity.offset));
    const made = wrap(entity, text.slice(entity.offset, end), onCommand);
    const inside = [];
    while (entities.length && entities[0].offset < end) inside.push(entities.shift());
    render(made, text, entity.offset, end, inside, onCommand);
    parent.append(made);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function wrap(entity, text, onCommand) {
  const made = element(TAGS[entity.type] ?? "span", { dataset: { entity: entity.type } });
  switch (entity.type) {
    case "text_link": return link(made, entity.url);
    case "url": return link(made, /^\w+:/.test(text) ? text : `http://${text}`);
    case "email": return link(made, `mailto:${text}`);
    case "phone_number": return link(made, `tel:${text.replace(/[^+\d]/g, "")}`);
    case "bot_command":
      return clickable(made, () => onCommand(text));
    case "spoiler":
      made.className = "spoiler";
      return clickable(made, () => made.classList.add("revealed"));
    case "expandable_blockquote":
      made.className = "expandable";
      made.setAttribute("aria-expanded", "false");
      return clickable(made, () => made.setAttribute("aria-expanded", String(made.classList.toggle("expanded"))));
    default: return made;
  }
}

function link(made, href) {
  return Object.assign(made, { href, target: "_blank", rel: "noopener noreferrer" });
}

function clickable(made, act) {
  made.tabIndex = 0;
  made.setAttribute("role", "button");
  made.addEventListener("click", (event) => { event.preventDefault(); act(); });
  made.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); act(); } });
  return made;
}

const SERVICE = {
  forum_topic_created: (m) => `Topic “${m.forum_topic_created.name}” created`,
  forum_topic_edited: (m) => `Topic renamed to “${m.forum_topic_edited.name}”`,
  forum_topic_closed: () => "Topic closed",
  forum_topic_reopened: () => "Topic reopened",
  pinned_message: (m) => `Pinned: ${m.pinned_message.text ?? "a message"}`,
};

function media(message) {
  const file = (id) => `/api/files/${id}`;
  const found = [];
  if (message.photo) {
    const { file_id, width, height } = message.photo.at(-1);
    found.push(element("img", { src: file(file_id), alt: message.caption || "Photo", className: "photo", width, height }));
  }
  if (message.sticker) found.push(element("span", { className: "sticker", role: "img", ariaLabel: "Sticker" }, message.sticker.emoji));
  if (message.video) found.push(element("video", { src: file(message.video.file_id), controls: true, className: "photo" }));
  if (message.voice) {
    found.push(element("span", { className: "voice" }, element("i", { ariaHidden: "true" }, "▶"), element("span", { className: "wave" }), `0:0${message.voice.duration}`));
  }
  if (message.document) {
    const { file_id, file_name, file_size } = message.document;
    found.push(element("a", { className: "card", href: file(file_id), download: file_name },
      element("span", { className: "badge", ariaHidden: "true" }, "↓"),
      element("span", {}, element("b", {}, file_name), element("small", {}, size(file_size)))));
  }
  if (message.contact) {
    const { first_name, last_name = "", phone_number } = message.contact;
    found.push(element("a", { className: "card", href: `tel:${phone_number.replace(/[^+\d]/g, "")}` },
      element("span", { className: "badge", ariaHidden: "true" }, first_name.slice(0, 1)),
      element("span", {}, element("b", {}, `${first_name} ${last_name}`.trim()), element("small", {}, phone_number))));
  }
  if (message.location) {
    const { latitude, longitude } = message.location;
    found.push(element("div", { className: "map", role: "img", ariaLabel: `Location ${latitude}, ${longitude}` },
      element("span", { ariaHidden: "true" }, "📍"), element("small", {}, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`)));
  }
  if (message.poll) {
    found.push(element("div", { className: "poll" }, element("b", {}, message.poll.question),
      ...message.poll.options.map((option) => element("span", {}, `○ ${option.text}`))));
  }
  return found;
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

function keyboard(message, onTap) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return element("div", { className: "buttons" }, ...rows.map((row, r) =>
    element("div", { className: "row" }, ...row.map((button, c) => {
      const kind = button.url ? "link" : button.copy_text ? "copy" : "tap";
      const made = element("button", {
        type: "button", lang: languageOf(button.text),
        dataset: { kind, row: r, column: c, message: message.message_id },
      }, element("span", {}, button.text));
      if (kind === "link") made.title = button.url;
      if (kind === "copy") made.title = `Copy: ${button.copy_text.text}`;
      made.addEventListener("click", () => onTap(button, r, c, made));
      return made;
    }))));
}

function quote(message) {
  const quoted = message.reply_to_message;
  if (!quoted || quoted.message_id === message.message_thread_id) return [];
  return [element("div", { className: "quote" }, element("b", {}, quoted.from.first_name), element("span", {}, quoted.text ?? quoted.caption ?? "Media"))];
}

/** `mine`: written by the one who holds the phone. `on` has the handlers tap, command and more. */
export function bubble(message, { mine, group, language, zone, on }) {
  const service = Object.keys(SERVICE).find((key) => key in message);
  const dataset = { message: message.message_id, from: message.from.is_bot ? "bot" : "user" };
  if (service) return element("div", { className: "service", dataset }, SERVICE[service](message));
  const text = message.text ?? message.caption ?? "";
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  const stamp = element("span", { className: "stamp" },
    message.edit_date ? element("span", { dataset: { role: "edited" } }, "edited ") : "", element("time", {}, time.format(message.date * 1000)));
  const body = element("div", { className: "body", lang: languageOf(text, language) },
    ...(group && !mine ? [element("b", { className: "author" }, message.from.first_name)] : []),
    ...(message.forward_origin ? [element("small", { className: "forwarded" }, `Forwarded from ${message.forward_origin.sender_user?.first_name ?? "someone"}`)] : []),
    ...(message.via_bot ? [element("small", { className: "forwarded" }, `via @${message.via_bot.username}`)] : []),
    ...quote(message), ...media(message),
    ...(text ? [element("div", { className: "text", dataset: { role: "text" } }, formatted(text, message.entities ?? message.caption_entities, on.command))] : []),
    ...(message.reactions?.length ? [element("span", { className: "reactions" }, ...message.reactions)] : []), stamp);
  if (message.sticker) body.classList.add("bare");
  const more = element("button", { type: "button", className: "more", ariaLabel: "Message actions", dataset: { role: "more" } }, "⋯");
  more.addEventListener("click", () => on.more(message, more));
  const whole = element("article", { className: `bubble ${mine ? "mine" : "theirs"}`, dataset }, element("div", { className: "line" }, body, more));
  whole.setAttribute("aria-label", `${mine ? "You" : message.from.first_name}, ${time.format(message.date * 1000)}`);
  if (message.reply_markup) whole.append(keyboard(message, (...tapped) => on.tap(message, ...tapped)));
  return whole;
}
