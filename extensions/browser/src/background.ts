// The button in the toolbar opens the panel: a side panel in Chrome, a sidebar in Firefox.
// Set by build.mjs.
declare const IN_CHROME: boolean;
if (IN_CHROME) void chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
else chrome.action.onClicked.addListener(() => void (globalThis as { browser?: any }).browser.sidebarAction.open());
