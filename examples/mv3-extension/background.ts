import { listenForTabs, sessionStore } from 'mcp-auth-doctor/web-extension';

// At the top level, so that the browser wakes a stopped worker when the tab comes back.
listenForTabs({
  redirectUri: async () => (await chrome.storage.local.get<{ redirectPage?: string }>('redirectPage')).redirectPage,
  store: sessionStore(),
  onOutcome: (outcome) => chrome.storage.session.set({ outcome: outcome.kind === 'signed-in' ? { kind: outcome.kind } : outcome }),
  onError: (error) => chrome.storage.session.set({ outcome: { kind: 'error', message: String(error) } }),
});

// Set by build.mjs. Chrome has a side panel, Firefox a sidebar of its own.
declare const IN_CHROME: boolean;
if (IN_CHROME) void chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
else chrome.action.onClicked.addListener(() => void (globalThis as { browser?: any }).browser.sidebarAction.open());
