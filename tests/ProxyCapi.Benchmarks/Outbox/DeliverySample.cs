namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>What the delivery of one backlog gave.</summary>
/// <param name="EventsPerSecond">Events that were accepted and gone from the disk.</param>
/// <param name="CpuPerEvent">Processor time of the sending process, in microseconds.</param>
/// <param name="BytesPerEvent">Bytes allocated by it.</param>
/// <param name="ReceiverCpuPerEvent">Processor time of the process that receives, in microseconds.</param>
internal sealed record DeliverySample(double EventsPerSecond, double CpuPerEvent, double BytesPerEvent, double ReceiverCpuPerEvent);
