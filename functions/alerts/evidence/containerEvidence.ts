import { dictionary, flag, number, objects, piece, pieces, type Shape, text, texts, word } from './readers.ts';

/** Containers and Kubernetes. */
export const containerEvidence = {
  container: {
    name: text('name'),
    containerId: text('containerId'),
    image: piece('image', 'containerImage'),
    command: texts('command'),
    arguments: texts('args'),
    isPrivileged: flag('isPrivileged'),
    pod: piece('pod', 'kubernetesPod'),
  },
  containerImage: {
    imageId: text('imageId'),
    digestImage: piece('digestImage', 'containerImage'),
    registry: piece('registry', 'containerRegistry'),
  },
  containerRegistry: { registry: text('registry') },
  kubernetesCluster: {
    name: text('name'),
    platform: word('platform'),
    distribution: text('distribution'),
    version: text('version'),
    resource: piece('cloudResource', 'azureResource'),
  },
  kubernetesController: {
    name: text('name'),
    kind: text('type'),
    labels: dictionary('labels'),
    namespace: piece('namespace', 'kubernetesNamespace'),
  },
  kubernetesNamespace: {
    name: text('name'),
    labels: dictionary('labels'),
    cluster: piece('cluster', 'kubernetesCluster'),
  },
  kubernetesPod: {
    name: text('name'),
    labels: dictionary('labels'),
    namespace: piece('namespace', 'kubernetesNamespace'),
    controller: piece('controller', 'kubernetesController'),
    serviceAccount: piece('serviceAccount', 'kubernetesServiceAccount'),
    ipAddress: piece('podIp', 'ip'),
    containers: pieces('containers', 'container'),
    initContainers: pieces('initContainers', 'container'),
    ephemeralContainers: pieces('ephemeralContainers', 'container'),
  },
  kubernetesSecret: {
    name: text('name'),
    secretType: text('secretType'),
    namespace: piece('namespace', 'kubernetesNamespace'),
  },
  kubernetesServiceAccount: { name: text('name'), namespace: piece('namespace', 'kubernetesNamespace') },
  kubernetesService: {
    name: text('name'),
    serviceType: word('serviceType'),
    labels: dictionary('labels'),
    selector: dictionary('selector'),
    namespace: piece('namespace', 'kubernetesNamespace'),
    clusterIp: piece('clusterIP', 'ip'),
    externalIps: pieces('externalIPs', 'ip'),
    ports: objects('servicePorts', {
      name: text('name'),
      port: number('port'),
      nodePort: number('nodePort'),
      targetPort: text('targetPort'),
      protocol: word('protocol'),
      appProtocol: text('appProtocol'),
    }),
  },
} as const satisfies Record<string, Shape>;
