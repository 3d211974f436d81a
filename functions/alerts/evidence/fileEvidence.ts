import {
  inside,
  number,
  object,
  objects,
  piece,
  pieces,
  type Shape,
  text,
  time,
  word,
} from '../../integrations/vendorJson/readers.ts';
import { userAccount } from './identityEvidence.ts';

const fileDetails: Shape = {
  name: text('fileName'),
  path: text('filePath'),
  sizeBytes: number('fileSize'),
  publisher: text('filePublisher'),
  signer: text('signer'),
  issuer: text('issuer'),
  md5: text('md5'),
  sha1: text('sha1'),
  sha256: text('sha256'),
  sha256Authenticode: text('sha256Ac'),
};

const hash: Shape = { algorithm: word('algorithm'), value: text('value') };

/** Files, and what runs from them. */
export const fileEvidence = {
  file: {
    ...inside('fileDetails', fileDetails),
    detectionStatus: word('detectionStatus'),
    mdeDeviceId: text('mdeDeviceId'),
  },
  fileHash: hash,
  blob: {
    name: text('name'),
    url: text('url'),
    etag: text('etag'),
    hashes: objects('fileHashes', hash),
    container: piece('blobContainer', 'blobContainer'),
  },
  blobContainer: {
    name: text('name'),
    url: text('url'),
    storage: piece('storageResource', 'azureResource'),
  },
  malware: {
    name: text('name'),
    category: text('category'),
    files: pieces('files', 'file'),
    processes: pieces('processes', 'process'),
  },
  process: {
    processId: number('processId'),
    commandLine: text('processCommandLine'),
    startedAt: time('processCreationDateTime'),
    image: object('imageFile', fileDetails),
    parentProcessId: number('parentProcessId'),
    parentStartedAt: time('parentProcessCreationDateTime'),
    parentImage: object('parentProcessImageFile', fileDetails),
    account: object('userAccount', userAccount),
    detectionStatus: word('detectionStatus'),
    mdeDeviceId: text('mdeDeviceId'),
  },
  registryKey: { hive: text('registryHive'), key: text('registryKey') },
  registryValue: {
    hive: text('registryHive'),
    key: text('registryKey'),
    name: text('registryValueName'),
    value: text('registryValue'),
    valueType: text('registryValueType'),
    mdeDeviceId: text('mdeDeviceId'),
  },
} as const satisfies Record<string, Shape>;
