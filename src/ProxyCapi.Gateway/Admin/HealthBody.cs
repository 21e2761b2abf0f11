using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ProxyCapi.Gateway.Admin;

/// <summary>The answer of a health endpoint: status and description of each check, no exceptions and no data.</summary>
internal static class HealthBody
{
    /// <summary>503 only if something is unhealthy: a degraded gateway serves the site, and taking it out of service would help nobody.</summary>
    /// <param name="context">The request.</param>
    /// <param name="report">What was checked; all of it stands in the body.</param>
    /// <param name="tag">The checks with this tag decide the status.</param>
    public static Task WriteAsync(HttpContext context, HealthReport report, string tag)
    {
        var status = report.Entries.Values.Where(entry => entry.Tags.Contains(tag)).Select(entry => entry.Status).DefaultIfEmpty(HealthStatus.Healthy).Min();
        context.Response.StatusCode = status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(new
        {
            Status = status.ToString(),
            Checks = report.Entries.ToDictionary(
                entry => entry.Key, entry => new { Status = entry.Value.Status.ToString(), entry.Value.Description }),
        }, context.RequestAborted);
    }
}
