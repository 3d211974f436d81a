const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** The Markdown that Teams renders in cards (bold, italic, links, lists), as HTML in which nothing else is markup. */
export function markdownToHtml(text) {
  const lines = escapeHtml(text).split(/\r?\n/);
  const html = [];
  let list;
  for (const line of lines) {
    const [, marker, item] = /^\s*([-*]|\d+\.)\s+(.*)$/.exec(line) ?? [];
    const kind = marker && (/\d/.test(marker) ? 'ol' : 'ul');
    if (list && list !== kind) html.push(`</${list}>`);
    if (kind && kind !== list) html.push(`<${kind}>`);
    list = kind;
    html.push(kind ? `<li>${inline(item)}</li>` : `<p>${inline(line)}</p>`);
  }
  if (list) html.push(`</${list}>`);
  return html.join('');
}

/** Addresses that a click may open: the web's, and the sandbox's own on this machine. */
export function isSafeLink(address) {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
}

function inline(text) {
  return text
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (whole, label, address) =>
      isSafeLink(address.replaceAll('&amp;', '&'))
        ? `<a href="${address}" target="_blank" rel="noopener noreferrer">${label}</a>`
        : whole,
    )
    .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[\s(])_(.+?)_(?=$|[\s).,;:!?])/g, '$1<em>$2</em>');
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => escapes[character]);
}
