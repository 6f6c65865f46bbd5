// Calls the Echo server at argv[2] in every way and prints what came back as one line of JSON.
'use strict';

const { grpc, Echo, loadHealth } = require('./echo');

const [address, healthProto] = process.argv.slice(2);
const insecure = grpc.credentials.createInsecure();
const echo = new Echo(address, insecure);

function unary(request, { client = echo, metadata = new grpc.Metadata(), options = {} } = {}) {
  return new Promise(resolve => {
    const result = {};
    const call = client.Say(request, metadata, options, (error, reply) => Object.assign(result, error
      ? { code: error.code, details: error.details, trailers: texts(error.metadata) }
      : { code: 0, text: reply.text, size: reply.payload.length }));
    call.on('metadata', headers => { result.headers = texts(headers); });
    call.on('status', status => { result.trailers = texts(status.metadata); setImmediate(resolve, result); });
  });
}

function stream(request, { cancelAfter = -1 } = {}) {
  return new Promise(resolve => {
    const indexes = [];
    const call = echo.Repeat(request);
    call.on('data', reply => {
      indexes.push(reply.index);
      if (indexes.length === cancelAfter) {
        call.cancel();
      }
    });
    call.on('error', () => {});
    call.on('status', status => resolve({
      code: status.code, details: status.details, trailers: texts(status.metadata),
      count: indexes.length, ordered: indexes.every((value, at) => value === at),
    }));
  });
}

/** Metadata as text; bytes as base64. */
function texts(metadata) {
  const all = {};
  for (const name of Object.keys(metadata.getMap())) {
    all[name] = metadata.get(name).map(value => Buffer.isBuffer(value) ? value.toString('base64') : value).join(',');
  }
  return all;
}

function unknownMethod() {
  const client = new grpc.Client(address, insecure);
  return new Promise(resolve => client.makeUnaryRequest(
    '/thesis.grpc.tests.v1.Echo/Nothing', () => Buffer.alloc(0), bytes => bytes, {}, error => resolve({ code: error.code })));
}

function health(service) {
  const client = new (loadHealth(healthProto))(address, insecure);
  return new Promise(resolve => client.Check(
    { service }, (error, reply) => resolve(error ? { code: error.code } : { code: 0, text: reply.status })));
}

async function main() {
  const metadata = new grpc.Metadata();
  metadata.set('echo-text', 'plain text');
  metadata.set('echo-bin', Buffer.from([0, 1, 254, 255]));
  const gzip = new Echo(address, insecure, { 'grpc.default_compression_algorithm': 2 });
  const results = {
    say: await unary({ text: 'žluťoučký 🥕', payload: Buffer.alloc(300000) }, { metadata }),
    fail: await unary({ text: 'není 100 % jídla\n🥕', payload: Buffer.from([8, 9, 18, 1, 120]), command: 'fail' }),
    throws: await unary({ command: 'throw' }),
    deadline: await unary({ command: 'wait' }, { options: { deadline: Date.now() + 100 } }),
    oversize: await unary({ payload: Buffer.alloc(5 * 1024 * 1024) }),
    gzip: await unary({ text: 'x'.repeat(5000) }, { client: gzip }),
    unknown: await unknownMethod(),
    stream: await stream({ count: 2000, payload: Buffer.alloc(500) }),
    streamFails: await stream({ count: 3, command: 'fail', text: 'dost' }),
    streamCancelled: await stream({ count: 1, command: 'wait' }, { cancelAfter: 1 }),
    health: await health(''),
    healthUnknown: await health('no.such.Service'),
  };
  console.log(JSON.stringify(results));
  process.exit(0);
}

main();
