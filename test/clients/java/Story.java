import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.RunsPage;

/** Logs with the published Java client and reads back; ends with an exception at the first difference. */
public class Story {
  public static void main(String[] args) {
    MlflowClient client = new MlflowClient(args[0]);
    String experiment = experiments(client);
    String run = runs(client, experiment);
    searches(client, experiment, run);
    errors(client);
    System.out.println("the story is told");
  }

  private static String experiments(MlflowClient client) {
    String name = "java-" + System.nanoTime();
    String id = client.createExperiment(name);
    client.setExperimentTag(id, "team", "риск");
    equal("name", name, client.getExperiment(id).getName());
    equal("by name", id, client.getExperimentByName(name).get().getExperimentId());
    equal("unknown name", Optional.empty(), client.getExperimentByName(name + "-none"));
    client.renameExperiment(id, name + "-renamed");
    client.deleteExperiment(id);
    equal("deleted", "deleted", client.getExperiment(id).getLifecycleStage());
    client.restoreExperiment(id);
    equal("restored", "active", client.getExperiment(id).getLifecycleStage());
    equal("renamed", name + "-renamed", client.getExperiment(id).getName());
    return id;
  }

  private static String runs(MlflowClient client, String experiment) {
    RunInfo info = client.createRun(experiment);
    String run = info.getRunId();
    equal("status", RunStatus.RUNNING, info.getStatus());
    client.logParam(run, "depth", "4");
    client.logMetric(run, "auc", 0.5, 1700000000000L, 1);
    client.logMetric(run, "auc", 0.75, 1700000000001L, 2);
    client.logMetric(run, "nan", Double.NaN, 1700000000001L, 0);
    client.setTag(run, "stage", "try");
    client.setTag(run, "gone", "soon");
    client.deleteTag(run, "gone");
    client.logBatch(run, metrics(500), List.of(param("rate", "0.1")), List.of(tag("batch", "yes")));
    client.setTerminated(run, RunStatus.FINISHED, 1700000009000L);
    Run read = client.getRun(run);
    equal("end", 1700000009000L, read.getInfo().getEndTime());
    equal("finished", RunStatus.FINISHED, read.getInfo().getStatus());
    equal("params", List.of("depth=4", "rate=0.1"), read.getData().getParamsList().stream()
        .map(p -> p.getKey() + "=" + p.getValue()).sorted().collect(Collectors.toList()));
    equal("latest", 0.75, latest(read, "auc"));
    equal("NaN", true, Double.isNaN(latest(read, "nan")));
    equal("history", List.of(0.5, 0.75), client.getMetricHistory(run, "auc").stream()
        .map(Metric::getValue).collect(Collectors.toList()));
    equal("batch", 500, client.getMetricHistory(run, "b").size());
    return run;
  }

  private static void searches(MlflowClient client, String experiment, String run) {
    String other = client.createRun(experiment).getRunId();
    RunsPage page = client.searchRuns(List.of(experiment), "", ViewType.ACTIVE_ONLY, 1, List.of("start_time ASC"));
    List<String> seen = new ArrayList<>();
    page.getItems().forEach(r -> seen.add(r.getInfo().getRunId()));
    equal("more pages", true, page.hasNextPage());
    page.getNextPage().getItems().forEach(r -> seen.add(r.getInfo().getRunId()));
    equal("both runs", List.of(run, other), seen);
    equal("filtered", run, client.searchRuns(List.of(experiment), "metrics.auc > 0.7 and tags.stage = 'try'")
        .get(0).getRunId());
    client.deleteRun(other);
    equal("one active", 1, client.searchRuns(List.of(experiment), "").size());
    equal("one deleted", 1,
        client.searchRuns(List.of(experiment), "", ViewType.DELETED_ONLY, 10, List.of()).getItems().size());
    client.restoreRun(other);
  }

  private static void errors(MlflowClient client) {
    try {
      client.getRun("0".repeat(32));
      throw new AssertionError("an unknown run was found");
    } catch (MlflowHttpException error) {
      equal("status of an unknown run", 404, error.getStatusCode());
      equal("its code", true, error.getBodyMessage().contains("RESOURCE_DOES_NOT_EXIST"));
    }
  }

  private static List<Metric> metrics(int count) {
    List<Metric> made = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      made.add(Metric.newBuilder().setKey("b").setValue(n / 3.0).setTimestamp(1700000000000L + n).setStep(n).build());
    }
    return made;
  }

  private static Param param(String key, String value) {
    return Param.newBuilder().setKey(key).setValue(value).build();
  }

  private static RunTag tag(String key, String value) {
    return RunTag.newBuilder().setKey(key).setValue(value).build();
  }

  private static double latest(Run run, String key) {
    return run.getData().getMetricsList().stream().filter(m -> m.getKey().equals(key)).findFirst().get().getValue();
  }

  private static void equal(String what, Object wanted, Object got) {
    if (!wanted.equals(got)) throw new AssertionError(what + ": wanted " + wanted + ", got " + got);
  }
}
