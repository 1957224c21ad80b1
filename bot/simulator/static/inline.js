// "@bot fees" in the field: what the bot offers meanwhile, above the field, as Telegram shows it.

import { post, state } from "./api.js";
import { element } from "./bubble.js";

const TYPED_MS = 300;

export class InlineAnswers {
  constructor(view) {
    Object.assign(this, { view, list: view.parts.inline, query: null, answer: null });
  }

  /** The bot's name at the head of what is typed asks it; anything else asks nothing. */
  typed(text) {
    clearTimeout(this.timer);
    const name = `@${state.bot.username} `.toLowerCase();
    if (!text.toLowerCase().startsWith(name)) return this.end();
    this.timer = setTimeout(() => this.ask(text.slice(name.length)), TYPED_MS);
  }

  async ask(text) {
    this.query = (await this.view.act("asks_inline", { text }))?.query ?? null;
    this.draw();
  }

  /** The answer may come before the page knows which query was its own. */
  answered(event) {
    this.answer = event;
    this.draw();
  }

  draw() {
    if (!this.query || this.answer?.query !== this.query) return;
    const { results, button } = this.answer;
    this.list.replaceChildren(
      ...(button ? [this.option("inline-chat", () => openChat(this.view.person, button.start_parameter), element("b", {}, button.text))] : []),
      ...results.map((result, number) => this.option("inline-result", () => this.view.act("picks", { query: this.answer.query, number }),
        element("b", {}, result.title), element("span", {}, result.description ?? ""))));
    this.list.hidden = !this.list.children.length;
  }

  option(role, act, ...words) {
    const option = element("button", { type: "button", role: "option", dataset: { role } }, ...words);
    option.addEventListener("click", () => { act(); this.view.clear(); });
    return option;
  }

  end() {
    this.query = null;
    this.list.hidden = true;
  }
}

/** Where a link into the bot's chat leads to: what it carries, empty for the chat as it is; null for any other link. */
export function startOf(url) {
  if (!URL.canParse(url)) return null;
  const { origin, pathname, searchParams } = new URL(url);
  return origin === "https://t.me" && pathname === `/${state.bot.username}` ? searchParams.get("start") ?? "" : null;
}

export const openChat = (person, parameter) => post("/api/acts/says", { person, chat: person, text: `/start ${parameter}`.trim() });
