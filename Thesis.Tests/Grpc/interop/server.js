// Serves Echo on a free port, prints the port, and ends when its standard input does.
'use strict';

const { grpc, Echo } = require('./echo');

let cancelled = 0;

/** Sends the caller's metadata back: as headers under "h-", as trailers under "t-". */
function reflect(call) {
  const headers = new grpc.Metadata();
  const trailers = new grpc.Metadata();
  for (const name of ['echo-text', 'echo-bin']) {
    for (const value of call.metadata.get(name)) {
      headers.add('h-' + name, value);
      trailers.add('t-' + name, value);
    }
  }
  call.sendMetadata(headers);
  return trailers;
}

function failure(request) {
  const metadata = new grpc.Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(request.payload));
  metadata.set('reason-bin', Buffer.from([0, 255, 10]));
  return { code: grpc.status.FAILED_PRECONDITION, details: request.text, metadata };
}

function say(call, callback) {
  const request = call.request;
  switch (request.command) {
    case 'fail':
      return callback(failure(request));
    case 'wait':
      return call.on('cancelled', () => { cancelled++; });
    case 'cancelled':
      return callback(null, { index: cancelled });
    case 'large':
      return callback(null, { payload: Buffer.alloc(request.count) });
    default:
      return callback(null, { text: request.text, payload: request.payload }, reflect(call));
  }
}

async function repeat(call) {
  const request = call.request;
  const trailers = reflect(call);
  call.on('cancelled', () => { cancelled++; });
  for (let index = 0; index < request.count; index++) {
    if (!call.write({ index, payload: request.payload })) {
      await new Promise(resolve => call.once('drain', resolve));
    }
  }
  if (request.command === 'fail') {
    call.emit('error', failure(request));
  } else if (request.command !== 'wait') {
    call.end(trailers);
  }
}

const server = new grpc.Server();
server.addService(Echo.service, { Say: say, Repeat: repeat });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(port);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
