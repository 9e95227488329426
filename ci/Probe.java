import org.jocl.CL;

/** Prints what JOCL finds here: the status and count of clGetPlatformIDs, or why it does not load. */
final class Probe {
  public static void main(String[] args) {
    try {
      int[] count = new int[1];
      int status = CL.clGetPlatformIDs(0, null, count);
      System.out.println("PROBE status " + status + ", platforms " + count[0]);
    } catch (LinkageError e) {
      System.out.println("PROBE " + e.getClass().getName());
    }
  }
}
