// The page's line to the simulator: requests out, events in, and the state that both keep.

export const state = { boot: null, bot: {}, users: [], groups: [], history: new Map(), clock: null, faults: [] };
const listeners = new Set();

/** Call `listener(event)` on every change; `{type: "state"}` when everything was read anew. */
export function listen(listener) {
  listeners.add(listener);
}

const readings = new Set(); // events that come while the state is being read are newer than what is read

const emit = (event) => listeners.forEach((listener) => listener(event));

export async function post(path, values) {
  const body = values instanceof FormData ? values : new URLSearchParams(Object.entries(values).filter(([, v]) => v != null));
  const answer = await fetch(path, { method: "POST", body });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ?? answer.statusText);
  return result;
}

export async function refresh() {
  const meanwhile = [];
  readings.add(meanwhile);
  const fresh = await (await fetch("/api/state")).json();
  const history = new Map(
    Object.entries(fresh.history).map(([chat, messages]) => [Number(chat), new Map(messages.map((m) => [m.message_id, m]))]),
  );
  Object.assign(state, fresh, { history });
  readings.delete(meanwhile);
  meanwhile.forEach(keep);
  emit({ type: "state" });
}

function apply(event) {
  for (const meanwhile of readings) meanwhile.push(event);
  keep(event);
  emit(event);
}

function keep(event) {
  const messages = state.history.get(event.chat);
  switch (event.type) {
    case "message":
      if (messages) messages.set(event.message.message_id, event.message);
      break;
    case "deleted":
      messages?.delete(event.message_id);
      break;
    case "clock":
      state.clock = event.clock;
      break;
    case "faults":
      state.faults = event.faults;
      break;
  }
}

/** Follow the server; after a restart or a lost line everything is read anew. `ready()` runs after each such reading. */
export function follow(ready) {
  const offline = document.getElementById("offline");
  const source = new EventSource("/api/events");
  let pending = null;
  const refreshSoon = () => {
    pending ??= setTimeout(async () => {
      pending = null;
      await refresh();
    }, 30);
  };
  source.onerror = () => {
    offline.hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(ready), 1000);
  };
  source.onmessage = async ({ data }) => {
    const event = JSON.parse(data);
    if (event.type === "hello") {
      offline.hidden = true;
      await refresh();
      await ready();
    } else if (event.type === "people" || event.type === "profile") {
      refreshSoon();
    } else {
      apply(event);
    }
  };
}
