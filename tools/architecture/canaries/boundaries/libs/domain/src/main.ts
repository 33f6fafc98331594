import '@moorage/contracts'; // violates row:libs/domain
import '@moorage/test-kit'; // violates row:libs/domain
import 'class-validator'; // violates row:libs/domain
import 'node:fs'; // violates row:libs/domain
