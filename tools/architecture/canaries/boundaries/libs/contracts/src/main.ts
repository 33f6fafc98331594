import '@moorage/domain';
import 'class-validator';
import '@moorage/messaging'; // violates row:libs/contracts
import '@nestjs/common'; // violates row:libs/contracts
import 'node:crypto'; // violates row:libs/contracts
