// A stand-in for the module `vscode`, for what only a desktop does: code-server's Node host is always a remote one.
// A test answers what a person or the system would answer, in `desktop`.

class Emitter {
  #listeners = new Set();
  event = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(value) {
    for (const listener of this.#listeners) listener(value);
  }
  dispose() {}
}

/** What the desktop is and does; replaced by each test. */
export let desktop = {};
export function become(values) {
  desktop = { remoteName: undefined, opened: [], sessions: [], copied: [], asked: [], boxes: [], panels: [], ...values };
  return desktop;
}

export const EventEmitter = Emitter;
export class Disposable {
  constructor(dispose) {
    this.dispose = dispose;
  }
  static from(...all) {
    return new Disposable(() => all.forEach((each) => each.dispose()));
  }
}
export class ThemeIcon {}
export const Uri = { parse: (text) => ({ text, toString: () => text, path: new URL(text).pathname, query: decodeURIComponent(new URL(text).search.slice(1)) }) };
export const ProgressLocation = { Notification: 15 };
export const ViewColumn = { Active: -1 };

/** Translates into a language of its own, in which every text stands in these marks. */
export const l10n = { t: (text, ...values) => translated(text.replace(/\{(\d+)\}/g, (_, at) => values[at])) };
const translated = (text) => (desktop.translate ? desktop.translate(text) : text);

export const env = {
  language: 'en',
  uriScheme: 'vscode',
  get remoteName() {
    return desktop.remoteName;
  },
  asExternalUri: async (uri) => Uri.parse(desktop.forward ? desktop.forward(uri.toString()) : uri.toString()),
  openExternal: async (url) => {
    desktop.opened.push(url);
    return desktop.browser ? desktop.browser(url) : true;
  },
  clipboard: { writeText: async (text) => void desktop.copied.push(text) },
};

export const window = {
  registerUriHandler: (handler) => {
    desktop.uriHandler = handler;
    return new Disposable(() => {});
  },
  showInformationMessage: async (message, ...rest) => {
    desktop.asked.push(message);
    return desktop.answer?.(message, rest);
  },
  showErrorMessage: async (message) => void desktop.asked.push(message),
  setStatusBarMessage: () => {},
  showInputBox: async ({ prompt, value }) => desktop.type?.(prompt) ?? value ?? '',
  createWebviewPanel: () => {
    const [closed, message] = [new Emitter(), new Emitter()];
    // A person presses one of the buttons, by the index of the action.
    setTimeout(() => desktop.press !== undefined && message.fire({ action: desktop.press }));
    const panel = { webview: { onDidReceiveMessage: message.event }, onDidDispose: closed.event, dispose: () => closed.fire(), press: (action) => message.fire({ action }) };
    desktop.panels.push(panel);
    return panel;
  },
  showQuickPick: async (items, { title }) => desktop.pick?.(items, title),
  createInputBox: () => {
    const on = { accept: new Emitter(), hide: new Emitter(), change: new Emitter(), button: new Emitter() };
    let gone = false;
    const box = {
      value: '',
      onDidAccept: on.accept.event, onDidHide: on.hide.event, onDidChangeValue: on.change.event, onDidTriggerButton: on.button.event,
      show: () => desktop.boxes.push(box),
      dispose: () => {
        if (gone) return;
        gone = true;
        on.hide.fire();
      },
      paste: (text) => {
        box.value = text;
        on.change.fire(text);
        on.accept.fire();
      },
      press: () => on.button.fire(box.buttons[0]),
    };
    return box;
  },
  withProgress: (_options, work) => {
    const cancelled = new Emitter();
    desktop.cancel = () => cancelled.fire();
    return work({ report: () => {} }, { onCancellationRequested: cancelled.event });
  },
};

export const authentication = {
  onDidChangeSessions: () => new Disposable(() => {}),
  getAccounts: async () => [{ id: '1', label: 'octocat' }],
  getSession: async (provider, scopes, options) => {
    desktop.sessions.push({ provider, scopes, options });
    return desktop.session?.(provider);
  },
  registerAuthenticationProvider: (_id, _label, provider) => {
    desktop.provider = provider;
    return new Disposable(() => {});
  },
};
export class CancellationError extends Error {}

/** An extension's context with a `SecretStorage` in memory. */
export function extensionContext(folder) {
  const secrets = new Map();
  const changed = new Emitter();
  return {
    extension: { id: 'me.example', packageJSON: {} },
    globalStorageUri: { fsPath: folder },
    subscriptions: [],
    globalState: memento(),
    secrets: {
      kept: secrets,
      keys: async () => [...secrets.keys()],
      get: async (key) => secrets.get(key),
      store: async (key, value) => void (secrets.set(key, value), changed.fire({ key })),
      delete: async (key) => void (secrets.delete(key), changed.fire({ key })),
      onDidChange: changed.event,
    },
  };
}

function memento() {
  const kept = new Map();
  return { get: (key) => kept.get(key), update: async (key, value) => void kept.set(key, value) };
}
