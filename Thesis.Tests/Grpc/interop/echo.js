'use strict';

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const options = { keepCase: true, longs: String, enums: String, defaults: true };

exports.grpc = grpc;
exports.Echo = grpc.loadPackageDefinition(
  loader.loadSync(path.join(__dirname, 'echo.proto'), options)).thesis.grpc.tests.v1.Echo;
exports.loadHealth = file => grpc.loadPackageDefinition(loader.loadSync(file, options)).grpc.health.v1.Health;
