import '@moorage/test-kit';
import '@nestjs/testing';
import 'left-pad'; // violates tests:apps/standalone
