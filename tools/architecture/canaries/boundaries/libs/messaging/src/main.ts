import '@moorage/contracts';
import 'nats';
import 'node:net';
import '@moorage/egress'; // violates row:libs/messaging
import 'pg'; // violates row:libs/messaging
import '@moorage/test-kit'; // violates row:libs/messaging
