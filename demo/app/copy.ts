/** Copies what an element shows. Answers whether it worked; where not, it is selected, for a person to copy it. */
export async function copyText(shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(shown.textContent ?? '')
    return true
  } catch {
    // A frame may use the clipboard only where its portal lets it. What is selected can be copied in any frame.
    getSelection()?.selectAllChildren(shown)
    return document.execCommand('copy')
  }
}
