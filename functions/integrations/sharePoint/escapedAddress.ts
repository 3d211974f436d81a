// What the path of no address holds that was escaped.
const unescaped = /[^!-~]|["<>\\^`{|}]|%(?![\da-f]{2})/i;

/**
 * The address of a file as a browser writes it. SharePoint writes into audit records what files are called, and to a
 * browser the rest of a name behind a number sign is no part of its address; other services escape names. Only pages
 * have addresses that end in a fragment.
 */
export function escapedAddress(address: string): string {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(address) ?? [];
  const plain = unescaped.test(path) ? path.replaceAll('%', '%25') : path;
  return URL.parse(plain.replaceAll(/(?<!\.aspx)#/gi, '%23') + query)?.href ?? address;
}
