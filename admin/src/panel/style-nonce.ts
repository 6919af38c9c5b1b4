/** What the server put into the page so that its styles are known as ours; browsers hide it from its attribute. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
