import java.io.File;
import java.net.InetSocketAddress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A namenode and a datanode of Hadoop in one process, files below the folder that is named, until standard input ends. */
public class MiniHdfs {
  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration();
    // Links as they would be on a cluster that nobody but us writes to: checked, and asked as a user.
    conf.setBoolean("dfs.permissions.enabled", true);
    conf.set("dfs.webhdfs.user.provider.user.pattern", "^[A-Za-z_][A-Za-z0-9._-]*$");
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(conf, new File(args[0])).numDataNodes(1).format(true).build();
    cluster.waitActive();
    InetSocketAddress http = cluster.getNameNode().getHttpAddress();
    System.out.println("webhdfs " + http.getPort() + " rpc " + cluster.getNameNodePort());
    System.out.flush();
    while (System.in.read() >= 0) {}
    cluster.shutdown();
  }
}
