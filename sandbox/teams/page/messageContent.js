import { isSafeLink } from './markdown.js';

const allowed = new Set(
  'a b blockquote br code div em h1 h2 h3 i li ol p pre s span strong table tbody td th thead tr u ul'.split(' '),
);
const droppedWithText = new Set('script style template iframe object embed svg math noscript title'.split(' '));

/**
 * A message's content as elements: attachments become their cards, a small list of formatting stays without its
 * attributes, and of everything else only the text is left.
 */
export function messageContent(message, renderCard) {
  const content = document.createElement('div');
  content.className = 'content';
  if (message.contentType === 'text') {
    content.textContent = message.content;
    return content;
  }
  const cards = new Map(message.cards.map(({ id, card }) => [id, card]));
  // A parsed document runs no script and loads nothing.
  const parsed = new DOMParser().parseFromString(message.content, 'text/html');
  copyChildren(parsed.body, content, cards, renderCard);
  return content;
}

function copyChildren(from, to, cards, renderCard) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    if (node.nodeType === Node.ELEMENT_NODE) copyElement(node, to, cards, renderCard);
  }
}

function copyElement(element, to, cards, renderCard) {
  const name = element.localName;
  if (droppedWithText.has(name)) return;
  if (name === 'attachment') {
    const card = cards.get(element.id);
    if (card) to.append(renderCard(card));
    return;
  }
  if (!allowed.has(name)) return copyChildren(element, to, cards, renderCard);
  const copy = document.createElement(name);
  const address = name === 'a' ? element.getAttribute('href') : undefined;
  if (address && isSafeLink(address)) {
    copy.href = address;
    copy.target = '_blank';
    copy.rel = 'noopener noreferrer';
  }
  copyChildren(element, copy, cards, renderCard);
  to.append(copy);
}
