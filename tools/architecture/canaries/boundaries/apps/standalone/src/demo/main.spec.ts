import '@moorage/test-kit';
import 'left-pad'; // violates tests:apps/standalone/src/demo
