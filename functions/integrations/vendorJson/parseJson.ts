import secureJson from 'secure-json-parse';

/** The value of a vendor's JSON, without members that could reach a prototype; `undefined` for an empty text. */
export const parseJson = (text: string): unknown =>
  text === '' ? undefined : secureJson.parse(text, null, { protoAction: 'remove', constructorAction: 'remove' });
