import { NetworkPolicy, type NetworkPolicyProps } from '../../../src';
import { problemsOf, rendered } from '../render';

const meta = { name: 'p', namespace: 'agents' };
const policy = (props: Partial<NetworkPolicyProps>) =>
  rendered((scope) => new NetworkPolicy(scope, 'p', { ...meta, ...props })).spec;

describe('directions', () => {
  it.each<[string, Partial<NetworkPolicyProps>, object]>([
    ['nothing in', { ingress: [] }, { policyTypes: ['Ingress'] }],
    ['nothing out', { egress: [] }, { policyTypes: ['Egress'] }],
    ['nothing at all', { ingress: [], egress: [] }, { policyTypes: ['Egress', 'Ingress'] }],
    ['anything in', { ingress: [{}] }, { policyTypes: ['Ingress'], ingress: [{}] }],
  ])('let %s', (_, props, expected) => {
    expect(policy(props)).toEqual({ podSelector: {}, ...expected });
  });
});

it('renders peers by address and by labels, and TCP unless told', () => {
  const team = { matchLabels: { team: 'a' } };
  expect(
    policy({
      selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'canary', operator: 'DoesNotExist' }] },
      ingress: [{ peers: [{ pods: {}, namespaces: team }, { pods: team }, { namespaces: {} }], ports: [{ port: 80 }] }],
      egress: [
        { peers: [{ cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] }], ports: [{ port: 53, protocol: 'UDP' }] },
        { peers: [{ cidr: 'fd00::/8', except: ['fd00:1::/32'] }] },
      ],
    }),
  ).toEqual({
    podSelector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'canary', operator: 'DoesNotExist' }] },
    policyTypes: ['Egress', 'Ingress'],
    ingress: [
      {
        from: [{ namespaceSelector: team, podSelector: {} }, { podSelector: team }, { namespaceSelector: {} }],
        ports: [{ port: 80, protocol: 'TCP' }],
      },
    ],
    egress: [
      {
        to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }],
        ports: [{ port: 53, protocol: 'UDP' }],
      },
      { to: [{ ipBlock: { cidr: 'fd00::/8', except: ['fd00:1::/32'] } }] },
    ],
  });
});

describe('refuses', () => {
  const peer = (one: object) => ({ egress: [{ peers: [one] }] });
  const port = (one: object) => ({ ingress: [{ ports: [one] }] });

  it.each<[string, object, string]>([
    ['no direction', {}, 'restricts nothing: set ingress, egress or both'],
    ['rules that are no list', { ingress: {} }, 'ingress {} is not a list: write [ … ]'],
    ['a rule that is none', { egress: ['all'] }, 'egress[0] "all" is not a map: write { … }'],
    [
      'no peers, which would mean everyone',
      { ingress: [{ peers: [] }] },
      'ingress[0].peers is empty, which Kubernetes reads as everyone: name a peer, or leave it out',
    ],
    [
      'no ports, which would mean all',
      { ingress: [{ ports: [] }] },
      'ingress[0].ports is empty, which Kubernetes reads as all ports: name a port, or leave it out',
    ],
    ['a peer that is nobody', peer({}), 'egress[0].peers[0] selects nobody: set cidr, pods or namespaces'],
    [
      'a peer that is two',
      peer({ cidr: '10.0.0.0/8', pods: {} }),
      'egress[0].peers[0] has cidr, which excludes pods and namespaces: make two peers',
    ],
    [
      'an address without a length',
      peer({ cidr: '10.0.0.1' }),
      'egress[0].peers[0].cidr "10.0.0.1" needs a prefix length of 0 to 32: write e.g. 10.0.0.1/32',
    ],
    [
      'a host name',
      peer({ cidr: 'example.com' }),
      'egress[0].peers[0].cidr "example.com" is not a network: write e.g. 10.0.0.0/28',
    ],
    [
      'a length that is too long, whatever is excepted',
      peer({ cidr: '10.0.0.0/99', except: ['10.1.0.0/16'] }),
      'egress[0].peers[0].cidr "10.0.0.0/99" needs a prefix length of 0 to 32: write e.g. 10.0.0.0/32',
    ],
    [
      'an exception outside',
      peer({ cidr: '10.0.0.0/8', except: ['192.168.0.0/16'] }),
      'egress[0].peers[0].except[0] "192.168.0.0/16" is not inside 10.0.0.0/8: only part of the network can be left out',
    ],
    [
      'an exception of the whole',
      peer({ cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] }),
      'egress[0].peers[0].except[0] "10.0.0.0/8" is not inside 10.0.0.0/8: only part of the network can be left out',
    ],
    [
      'an exception of another family',
      peer({ cidr: '0.0.0.0/0', except: ['fd00::/8'] }),
      'egress[0].peers[0].except[0] "fd00::/8" is not inside 0.0.0.0/0: only part of the network can be left out',
    ],
    [
      'an exception that is none',
      peer({ cidr: '0.0.0.0/0', except: ['private'] }),
      'egress[0].peers[0].except[0] "private" is not a network: write e.g. 10.0.0.0/28',
    ],
    ['no port', port({}), 'ingress[0].ports[0].port is required: a whole number from 1 to 65535'],
    [
      'a port in quotes',
      port({ port: '80' }),
      'ingress[0].ports[0].port "80" is not a port: use a whole number from 1 to 65535',
    ],
    ['a port 0', port({ port: 0 }), 'ingress[0].ports[0].port 0 is not a port: use a whole number from 1 to 65535'],
    [
      'a protocol of another layer',
      port({ port: 80, protocol: 'HTTP' }),
      'ingress[0].ports[0].protocol "HTTP" is unknown: use one of TCP, UDP, SCTP',
    ],
    [
      'a selector of a wrong form',
      { ingress: [], selector: 'app=web' },
      'selector "app=web" is not a map: write { … }',
    ],
    [
      'requirements that are no list',
      { ingress: [], selector: { matchExpressions: { key: 'a' } } },
      'selector.matchExpressions {"key":"a"} is not a list: write [ … ]',
    ],
    [
      'a requirement without a key',
      { ingress: [], selector: { matchExpressions: [{ operator: 'Exists' }] } },
      'selector.matchExpressions[0].key is required: the name of a label',
    ],
    [
      'an operator that is none',
      { ingress: [], selector: { matchExpressions: [{ key: 'a', operator: '=' }] } },
      'selector.matchExpressions[0].operator "=" is no operator: use one of In, NotIn, Exists, DoesNotExist',
    ],
    [
      'a value that is none',
      { ingress: [], selector: { matchExpressions: [{ key: 'a', operator: 'In', values: [null] }] } },
      'selector.matchExpressions[0].values[0] is required: got null',
    ],
    [
      'a label value that is none',
      peer({ namespaces: { matchLabels: { team: true } } }),
      'egress[0].peers[0].namespaces.matchLabels.team true is not a label value: write a string of empty, or letters, digits, -, _ and ., starting and ending with a letter or digit',
    ],
  ])('%s', (_, props, problem) => {
    const all = { ...meta, ...props } as NetworkPolicyProps;
    expect(problemsOf((scope) => new NetworkPolicy(scope, 'p', all))).toEqual([`prod/p: ${problem}`]);
  });
});
