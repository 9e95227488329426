package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.Tensor;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_buffer_region;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hillock on a context, a queue and buffers of somebody else's. */
class InteropTest {

  private static final Shape FOUR = Shape.of(4);
  private static final float[] X = {-1, 2, -3, 4};
  private static final float[] Y = {0, 2, 0, 4};

  @TestFactory
  Stream<DynamicTest> resultsAreInTheUsersBufferBehindWhatTheUserQueued() {
    return onEveryDevice(
        "buffer",
        user -> {
          cl_mem buffer = user.buffer(CL.CL_MEM_READ_WRITE, 10);
          user.write(buffer, new float[] {-9, -9, -9, -1, 2, -3, 4, -9, -9, -9});
          try (Backend backend = user.backend();
              Tensor tensor = OpenClInterop.tensor(backend, buffer, 3, FOUR)) {
            backend.forward(Activation.RELU, tensor, tensor);
            assertThat(user.read(buffer, 10)).containsExactly(-9, -9, -9, 0, 2, 0, 4, -9, -9, -9);
            assertThat(OpenClInterop.buffer(tensor)).isEqualTo(buffer);
            assertThat(OpenClInterop.offset(tensor.slice(2, Shape.of(1)))).isEqualTo(5);
          }
          CL.clReleaseMemObject(buffer);
        });
  }

  @TestFactory
  Stream<DynamicTest> whatTheUserReleasesFirstIsKept() {
    return onEveryDevice(
        "releasing first",
        user -> {
          UserQueue gone = new UserQueue(user.device);
          cl_mem lost = gone.buffer(CL.CL_MEM_READ_WRITE, 4);
          try (Backend backend = gone.backend();
              Tensor tensor = OpenClInterop.tensor(backend, lost, 0, FOUR)) {
            CL.clReleaseMemObject(lost);
            gone.close();
            backend.forward(Activation.RELU, tensor.upload(X), tensor);
            assertThat(tensor.toArray()).containsExactly(Y);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatHillockClosesFirstIsTheUsersAsBefore() {
    return onEveryDevice(
        "closing first",
        user -> {
          cl_mem buffer = user.buffer(CL.CL_MEM_READ_WRITE, 4);
          int before = user.references();
          for (int i = 0; i < 3; i++) {
            Backend backend = user.backend();
            Tensor left = OpenClInterop.tensor(backend, buffer, 0, FOUR);
            Tensor own = backend.tensor(Shape.of(2, 2)).upload(X);
            backend.forward(Softmax.overAxis(0), own, left.reshape(Shape.of(2, 2)));
            assertThat(own.downloadAsync().get()).containsExactly(X);
            backend.close();
          }
          user.write(buffer, X);
          assertThat(user.read(buffer, 4)).containsExactly(X);
          assertThat(user.awaitReferences(before))
              .as("references to the context")
              .isEqualTo(before);
          CL.clReleaseMemObject(buffer);
        });
  }

  @TestFactory
  Stream<DynamicTest> theUsersKernelsWorkOnOurTensors() {
    return onEveryDevice(
        "a kernel of the user's",
        user -> {
          try (OpenClBackend backend = OpenClBackend.open(user.device);
              Tensor whole = backend.tensor(Shape.of(3, 4)).upload(new float[12])) {
            Tensor row = whole.rows(1, 2).upload(X);
            addOne(backend, row);
            backend.forward(Activation.RELU, row, row);
            assertThat(whole.toArray()).containsExactly(0, 0, 0, 0, 0, 3, 0, 5, 0, 0, 0, 0);
          }
        });
  }

  private static void addOne(Backend backend, Tensor tensor) {
    Calls calls = new Calls("the user's own");
    String source =
        "__kernel void add_one(__global float *x, ulong from)"
            + " { x[from + get_global_id(0)] += 1; }";
    cl_program program =
        calls.create(
            "clCreateProgramWithSource",
            status ->
                CL.clCreateProgramWithSource(
                    OpenClInterop.context(backend), 1, new String[] {source}, null, status));
    calls.check("clBuildProgram", () -> CL.clBuildProgram(program, 0, null, "", null, null));
    cl_kernel kernel =
        calls.create("clCreateKernel", status -> CL.clCreateKernel(program, "add_one", status));
    Pointer buffer = Pointer.to(OpenClInterop.buffer(tensor));
    Pointer from = Pointer.to(new long[] {OpenClInterop.offset(tensor)});
    calls.check("clSetKernelArg", () -> CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, buffer));
    calls.check("clSetKernelArg", () -> CL.clSetKernelArg(kernel, 1, Sizeof.cl_ulong, from));
    long[] items = {tensor.shape().size()};
    cl_command_queue queue = OpenClInterop.queue(backend);
    calls.check(
        "clEnqueueNDRangeKernel",
        () -> CL.clEnqueueNDRangeKernel(queue, kernel, 1, null, items, null, 0, null, null));
    calls.check("clReleaseKernel", () -> CL.clReleaseKernel(kernel));
    calls.check("clReleaseProgram", () -> CL.clReleaseProgram(program));
    backend.finish();
    Signals.restore();
  }

  @TestFactory
  Stream<DynamicTest> aQueueThatAUserHasStays() {
    return ClDevices.all().stream()
        .map(
            device ->
                DynamicTest.dynamicTest(
                    device.description() + ", a queue of ours",
                    () -> {
                      OpenClBackend backend = OpenClBackend.open(device);
                      try (backend) {
                        cl_command_queue queue = OpenClInterop.queue(backend);
                        assertThat(backend.copySpeed()).isPositive();
                        assertThat(OpenClInterop.queue(backend)).isEqualTo(queue);
                        assertThat(CL.clFinish(queue)).isEqualTo(CL.CL_SUCCESS);
                      }
                      assertThatThrownBy(() -> OpenClInterop.queue(backend))
                          .isInstanceOf(IllegalStateException.class)
                          .hasMessageContaining("is closed");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> memoryOfTheHostsNeedNotBeAligned() {
    return onEveryDevice(
        "unaligned",
        user -> {
          int n = 1000;
          float[] x = Awkward.inputs(n, 1);
          float[] expected = new float[n];
          try (Backend cpu = CpuBackend.open(1);
              OpenClBackend backend = user.backend()) {
            cpu.forward(Activation.RELU, Shape.of(n), x, expected);
            for (int skew : new int[] {0, 1, 3, 16}) {
              ByteBuffer bytes =
                  ByteBuffer.allocateDirect(4 * n + 512).order(ByteOrder.nativeOrder());
              ByteBuffer room = bytes.alignedSlice(64).position(4 * skew).slice();
              cl_mem buffer =
                  CL.clCreateBuffer(
                      user.context,
                      CL.CL_MEM_READ_WRITE | CL.CL_MEM_USE_HOST_PTR,
                      4L * n,
                      Pointer.toBuffer(room),
                      null);
              try (Tensor tensor = OpenClInterop.tensor(backend, buffer, 0, Shape.of(n))) {
                Span span = ((OpenClTensor) tensor).span();
                assertThat(span.aligned(16)).isEqualTo(skew % 16 == 0);
                assertThat(span.behind(16 - skew).aligned(16)).isTrue();
                backend.forward(Activation.RELU, tensor.upload(x), tensor);
                assertThat(tensor.toArray()).isEqualTo(expected);
              }
              CL.clReleaseMemObject(buffer);
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> partsOfABufferOverlapIt() {
    return onEveryDevice(
        "parts",
        user -> {
          cl_mem buffer = user.buffer(CL.CL_MEM_READ_WRITE, 4096);
          cl_mem part =
              CL.clCreateSubBuffer(
                  buffer,
                  CL.CL_MEM_READ_WRITE,
                  CL.CL_BUFFER_CREATE_TYPE_REGION,
                  new cl_buffer_region(8192, 4096),
                  null);
          try (Backend backend = user.backend();
              Tensor whole = OpenClInterop.tensor(backend, buffer, 0, Shape.of(4096));
              Tensor again = OpenClInterop.tensor(backend, buffer, 100, Shape.of(96));
              Tensor third = OpenClInterop.tensor(backend, part, 0, Shape.of(1024))) {
            assertThat(third.overlaps(whole)).isTrue();
            assertThat(again.overlaps(whole)).isTrue();
            assertThat(third.overlaps(again)).isFalse();
            assertThat(third.isOnSameElementsAs(whole.slice(2048, Shape.of(1024)))).isTrue();
            assertThat(third.overlaps(whole.slice(3072, Shape.of(1024)))).isFalse();
          }
          CL.clReleaseMemObject(part);
          CL.clReleaseMemObject(buffer);
        });
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeUsedIsRefused() {
    return onEveryDevice(
        "refusals",
        user -> {
          cl_mem buffer = user.buffer(CL.CL_MEM_READ_WRITE, 10);
          cl_mem writeOnly = user.buffer(CL.CL_MEM_WRITE_ONLY, 10);
          cl_mem readOnly = user.buffer(CL.CL_MEM_READ_ONLY, 4);
          int before = user.references();
          try (UserQueue other = new UserQueue(user.device);
              Backend backend = user.backend();
              Backend cpu = CpuBackend.open(1);
              Backend elsewhere = other.backend()) {
            refused(
                "queue is of cl_context",
                () -> OpenClInterop.backend(user.context, user.device.handle(), other.queue));
            refused(
                "backend computes on cpu (Hillock CPU implementation",
                () -> OpenClInterop.tensor(cpu, buffer, 0, FOUR));
            refused(
                "memory belongs to another context",
                () -> OpenClInterop.tensor(elsewhere, buffer, 0, FOUR));
            refused(
                "memory has 40 bytes; expected room for shape 4, 4 floats from element 7 on",
                () -> OpenClInterop.tensor(backend, buffer, 7, FOUR));
            refused(
                "memory has 40 bytes; expected room for shape 4, 4 floats from element -1 on",
                () -> OpenClInterop.tensor(backend, buffer, -1, FOUR));
            refused(
                "expected room for shape 4, 4 floats from element 9223372036854775807 on",
                () -> OpenClInterop.tensor(backend, buffer, Long.MAX_VALUE, FOUR));
            refused(
                "memory is CL_MEM_WRITE_ONLY",
                () -> OpenClInterop.tensor(backend, writeOnly, 0, FOUR));
            try (Tensor input = OpenClInterop.tensor(backend, readOnly, 0, FOUR).upload(X);
                Tensor result = OpenClInterop.tensor(backend, buffer, 0, FOUR)) {
              backend.forward(Activation.RELU, input, result);
              assertThat(result.toArray()).containsExactly(Y);
              refused(
                  "the result's memory is CL_MEM_READ_ONLY",
                  () -> backend.forward(Activation.RELU, result, input));
              assertThat(input.toArray()).containsExactly(X);
            }
            Tensor closed = backend.tensor(FOUR);
            closed.close();
            assertThatThrownBy(() -> OpenClInterop.buffer(closed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tensor is closed: Tensor 4 on opencl");
          }
          assertThat(user.awaitReferences(before))
              .as("references to the context")
              .isEqualTo(before);
          int[] status = {0};
          cl_command_queue anyOrder = user.queue(CL.CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE, status);
          if (anyOrder != null && status[0] == CL.CL_SUCCESS) {
            refused(
                "queue is out of order; expected one that does what it is given in order",
                () -> OpenClInterop.backend(user.context, user.device.handle(), anyOrder));
            CL.clReleaseCommandQueue(anyOrder);
          }
          for (cl_mem memory : new cl_mem[] {buffer, writeOnly, readOnly}) {
            CL.clReleaseMemObject(memory);
          }
        });
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Stream<DynamicTest> onEveryDevice(String what, Check check) {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicTest(
                    device.description() + ", " + what,
                    () -> {
                      try (UserQueue user = new UserQueue(device)) {
                        check.on(user);
                      }
                    }));
  }

  private interface Check {
    void on(UserQueue user) throws Exception;
  }
}
