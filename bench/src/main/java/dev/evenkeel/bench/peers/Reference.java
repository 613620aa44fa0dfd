package dev.evenkeel.bench.peers;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a problem gives, in float64 from its formulas, by code that no contender shares. Every problem is one walk over
 * memory: {@code outer} times all parameters, each with {@code inner} elements.
 *
 * @param mean of each row or channel; 0 for RMS normalization
 * @param variance biased, of each row or channel; the mean square for RMS normalization
 * @param rstd 1/√(variance + eps)
 * @param outputs what a contender may give, by name
 */
public record Reference(double[] mean, double[] variance, double[] rstd, Map<String, double[]> outputs) {
    static Reference of(Problem problem, float[] x, float[] dy, float[] weight, float[] bias) {
        double[] mean = mean(problem, x);
        double[] variance = variance(problem, x, mean);
        double[] rstd = new double[variance.length];
        for (int s = 0; s < rstd.length; s++) {
            rstd[s] = 1 / Math.sqrt(variance[s] + problem.eps());
        }
        Map<String, double[]> outputs = new LinkedHashMap<>();
        if (problem.backward()) {
            backward(problem, x, dy, weight, mean, rstd, outputs);
        } else {
            forward(problem, x, weight, bias, mean, rstd, outputs);
        }
        return new Reference(mean, variance, rstd, outputs);
    }

    /** One element: where it is, its statistic and its parameter. */
    @FunctionalInterface
    private interface Visitor {
        void visit(int i, int statistic, int parameter);
    }

    private static void walk(Problem problem, Visitor visitor) {
        int outer = problem.outer();
        int parameters = problem.parameters();
        int inner = problem.inner();
        boolean byRows = problem.byRows();
        int i = 0;
        for (int o = 0; o < outer; o++) {
            for (int c = 0; c < parameters; c++) {
                for (int end = i + inner; i < end; i++) {
                    visitor.visit(i, byRows ? o : c, c);
                }
            }
        }
    }

    private static double[] mean(Problem problem, float[] x) {
        double[] mean = new double[problem.statistics()];
        if (!problem.rms()) {
            walk(problem, (i, s, c) -> mean[s] += x[i]);
            divide(mean, problem);
        }
        return mean;
    }

    private static double[] variance(Problem problem, float[] x, double[] mean) {
        double[] variance = new double[mean.length];
        walk(problem, (i, s, c) -> variance[s] += (x[i] - mean[s]) * (x[i] - mean[s]));
        divide(variance, problem);
        return variance;
    }

    private static void divide(double[] sums, Problem problem) {
        double each = (double) problem.count() / problem.statistics();
        for (int s = 0; s < sums.length; s++) {
            sums[s] /= each;
        }
    }

    private static void forward(
            Problem problem,
            float[] x,
            float[] weight,
            float[] bias,
            double[] mean,
            double[] rstd,
            Map<String, double[]> outputs) {
        double[] y = new double[x.length];
        boolean shifted = !problem.rms();
        walk(problem, (i, s, c) -> y[i] = (x[i] - mean[s]) * rstd[s] * weight[c] + (shifted ? bias[c] : 0));
        outputs.put("y", y);
        if (shifted) {
            outputs.put("mean", mean);
        }
        outputs.put("rstd", rstd);
    }

    private static void backward(
            Problem problem,
            float[] x,
            float[] dy,
            float[] weight,
            double[] mean,
            double[] rstd,
            Map<String, double[]> outputs) {
        double[] dweight = new double[weight.length];
        double[] dbias = new double[weight.length];
        double[] ofGradient = new double[rstd.length];
        double[] ofProduct = new double[rstd.length];
        walk(problem, (i, s, c) -> {
            double normalized = (x[i] - mean[s]) * rstd[s];
            dweight[c] += dy[i] * normalized;
            dbias[c] += dy[i];
            ofGradient[s] += (double) dy[i] * weight[c];
            ofProduct[s] += (double) dy[i] * weight[c] * normalized;
        });
        divide(ofGradient, problem);
        divide(ofProduct, problem);
        boolean centred = !problem.rms();
        double[] dx = new double[x.length];
        walk(problem, (i, s, c) -> {
            double normalized = (x[i] - mean[s]) * rstd[s];
            double gradient = (double) dy[i] * weight[c] - (centred ? ofGradient[s] : 0);
            dx[i] = rstd[s] * (gradient - normalized * ofProduct[s]);
        });
        outputs.put("dx", dx);
        outputs.put("dweight", dweight);
        if (centred) {
            outputs.put("dbias", dbias);
        }
    }
}
