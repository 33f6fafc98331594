import 'jose';
import '@moorage/contracts'; // violates row:libs/adapters-node
import 'typeorm'; // violates row:libs/adapters-node
