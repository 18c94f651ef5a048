import { listenForTabs, sessionStore } from 'mcp-auth-doctor/web-extension';

// At the top level, so that the browser wakes a stopped worker when the tab comes back.
listenForTabs({
  redirectUri: async () => (await chrome.storage.local.get<{ redirectPage?: string }>('redirectPage')).redirectPage,
  store: sessionStore(),
  onOutcome: (outcome) => chrome.storage.session.set({ outcome: outcome.kind === 'signed-in' ? { kind: outcome.kind } : outcome }),
  onError: (error) => chrome.storage.session.set({ outcome: { kind: 'error', message: String(error) } }),
});

// Chrome has a side panel, Firefox a sidebar; a click on the button opens it.
if (chrome.sidePanel) void chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
