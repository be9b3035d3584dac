/** Frames load an empty page, whatever their address: happy-dom has no network here. */
export function serveEmptyFrames(): void {
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, unknown> } }
  happyDOM.settings.enableIframePageLoading = true
  happyDOM.settings.fetch = { interceptor: { beforeAsyncRequest: async () => new window.Response('') } }
}
