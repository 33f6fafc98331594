import 'ssh2';
import '@moorage/adapters-postgres'; // violates row:libs/adapters-knowledge
import 'typeorm'; // violates row:libs/adapters-knowledge
