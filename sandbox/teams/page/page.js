import { hostConfig } from './hostConfig.js';
import { isSafeLink, markdownToHtml } from './markdown.js';
import { messageContent } from './messageContent.js';

const { AdaptiveCards } = window;
const avatarColors = 8;
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const feed = document.querySelector('#feed');
const connection = document.querySelector('#connection');

const channels = new Map();
const unread = new Map();
const shownIds = new Set();
// Posts of the open channel that the stream brought since its posts were last asked for.
let streamed = [];
let current;
let readings = 0;

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownToHtml(text);
  result.didProcess = true;
};

/** @returns an element of that class; texts given are texts, never markup. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '').join('');
}

function avatarColor(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 37 + character.codePointAt(0)) % 9973;
  return `avatar-${hash % avatarColors}`;
}

function renderCard(card) {
  const frame = element('div', 'card');
  try {
    const adaptiveCard = new AdaptiveCards.AdaptiveCard();
    adaptiveCard.hostConfig = new AdaptiveCards.HostConfig(hostConfig(dark.matches ? 'dark' : 'light'));
    adaptiveCard.onExecuteAction = (action) => runAction(action, frame);
    adaptiveCard.parse(card);
    frame.append(adaptiveCard.render() ?? element('p', 'card-fault', 'This card has nothing to show.'));
  } catch (error) {
    frame.append(element('p', 'card-fault', `This card could not be rendered: ${error.message}`));
  }
  return frame;
}

function runAction(action, frame) {
  if (action instanceof AdaptiveCards.OpenUrlAction && isSafeLink(action.url)) {
    window.open(action.url, '_blank', 'noopener,noreferrer');
    return;
  }
  frame.querySelector('.card-fault')?.remove();
  const reason =
    action instanceof AdaptiveCards.OpenUrlAction ? 'leads to an address that is not https' : 'has no handler';
  frame.append(element('p', 'card-fault', `"${action.title}" ${reason}; in Teams it would do nothing.`));
}

function postOf(message) {
  const { displayName, kind } = message.sender;
  const time = element('time', '', timeText(new Date(message.createdDateTime)));
  time.dateTime = message.createdDateTime;
  const heading = element('header', '', element('span', 'sender', displayName), time);
  if (kind === 'workflow') heading.children[0].after(element('span', 'app-mark', 'App'));
  const body = element('div', 'post-body', heading);
  if (message.subject) body.append(element('h3', 'subject', message.subject));
  body.append(messageContent(message, renderCard));
  const avatar =
    kind === 'workflow'
      ? workflowAvatar()
      : element('span', `avatar ${avatarColor(displayName)}`, initials(displayName));
  const post = element('article', 'post', avatar, body);
  post.dataset.messageId = message.id;
  return post;
}

function workflowAvatar() {
  const avatar = element('span', 'avatar avatar-workflow');
  avatar.setAttribute('aria-hidden', 'true');
  return avatar;
}

function timeText(date) {
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString('en-GB', today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}

function emptyState(channel) {
  return element(
    'div',
    'empty',
    element('span', 'empty-picture'),
    element('h3', '', `No posts in ${channel.displayName} yet`),
    element(
      'p',
      '',
      'Raise a DLP match in the sandbox and let a flow answer it, or post an Adaptive Card to the workflow address of this channel. Posts appear here as soon as they are made.',
    ),
    element('code', '', 'npm run sandbox -- dlp-match'),
  );
}

function show(message) {
  if (shownIds.has(message.id)) return;
  shownIds.add(message.id);
  const wasAtEnd = feed.scrollHeight - feed.scrollTop - feed.clientHeight < 80;
  feed.querySelector('.empty')?.remove();
  feed.append(postOf(message));
  if (wasAtEnd) feed.scrollTop = feed.scrollHeight;
}

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  const { value } = await response.json();
  return value;
}

async function openChannel(channelId) {
  const channel = channels.get(channelId);
  if (!channel) return;
  current = channelId;
  const reading = ++readings;
  streamed = [];
  unread.delete(channelId);
  markChannels();
  document.title = `${channel.displayName} (${channel.teamName}) | Teams`;
  document.querySelector('#channel-name').textContent = channel.displayName;
  document.querySelector('#team-name').textContent = channel.teamName;
  const avatar = document.querySelector('#channel-avatar');
  avatar.textContent = initials(channel.teamName);
  avatar.className = `team-avatar ${avatarColor(channel.teamName)}`;
  const messages = await read(`/api/channels/${encodeURIComponent(channelId)}/messages`);
  // Another channel may have been opened, or this one again, while the answer was on its way.
  if (reading !== readings) return;
  feed.replaceChildren();
  shownIds.clear();
  const posts = [...messages, ...streamed];
  if (posts.length === 0) feed.append(emptyState(channel));
  for (const message of posts) show(message);
  feed.scrollTop = feed.scrollHeight;
}

function markChannels() {
  for (const link of document.querySelectorAll('#teams a')) {
    const { channelId } = link.dataset;
    const count = unread.get(channelId) ?? 0;
    if (channelId === current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
    link.classList.toggle('unread', count > 0);
    link.querySelector('.count').textContent = count > 0 ? String(count) : '';
  }
}

function channelLink(channel) {
  const link = element('a', 'channel', element('span', 'name', channel.displayName));
  if (channel.membershipType === 'private') link.append(element('span', 'lock'));
  link.append(element('span', 'count'));
  link.href = `#${encodeURIComponent(channel.id)}`;
  link.dataset.channelId = channel.id;
  return link;
}

function listTeams(teams) {
  const items = teams.map((team) => {
    const name = element(
      'span',
      'team-name',
      element('span', `team-avatar ${avatarColor(team.displayName)}`, initials(team.displayName)),
      team.displayName,
    );
    const list = element('ul', '');
    for (const channel of team.channels) {
      channels.set(channel.id, { ...channel, teamName: team.displayName });
      list.append(element('li', '', channelLink(channel)));
    }
    return element('li', '', name, list);
  });
  document.querySelector('#teams').replaceChildren(...items);
}

function listen() {
  const events = new EventSource('/api/events');
  events.onopen = () => {
    connection.textContent = 'Live';
    connection.dataset.state = 'live';
    // What was posted while the stream was away is read again.
    if (current) void openChannel(current);
  };
  events.onerror = () => {
    connection.textContent = 'Reconnecting…';
    connection.dataset.state = 'away';
  };
  events.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.channelId === current) {
      streamed.push(message);
      return show(message);
    }
    unread.set(message.channelId, (unread.get(message.channelId) ?? 0) + 1);
    markChannels();
  };
}

function channelInAddress() {
  try {
    return decodeURIComponent(window.location.hash.slice(1));
  } catch {
    // Somebody typed it; it names no channel.
    return '';
  }
}

listTeams(await read('/api/teams'));
await openChannel(channels.has(channelInAddress()) ? channelInAddress() : channels.keys().next().value);
window.addEventListener('hashchange', () => openChannel(channelInAddress()));
dark.addEventListener('change', () => openChannel(current));
listen();
