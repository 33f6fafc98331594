import '@moorage/domain';
import '@moorage/messaging'; // violates row:libs/adapters-memory
import 'pg'; // violates row:libs/adapters-memory
