import '../support/main';
import 'ajv-formats';
import '@moorage/test-kit'; // violates tests:e2e
import 'left-pad'; // violates tests:e2e
