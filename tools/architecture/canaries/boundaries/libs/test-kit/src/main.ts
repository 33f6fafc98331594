import '@moorage/contracts';
import 'pg';
import '@moorage/messaging'; // violates tests:libs/test-kit
import 'typeorm'; // violates tests:libs/test-kit
