import '@moorage/test-kit';
import 'node:fs';
import '@moorage/gateway'; // violates tests:libs/adapters-memory
import 'left-pad'; // violates tests:libs/adapters-memory
