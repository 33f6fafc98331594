import '@moorage/messaging';
import 'fastify';
import '@moorage/personal-connector'; // violates row:apps/gateway
import '@moorage/test-kit'; // violates row:apps/gateway
import 'typeorm'; // violates row:apps/gateway
import 'nats'; // violates row:apps/gateway
import './health.controller';
