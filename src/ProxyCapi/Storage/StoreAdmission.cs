using ProxyCapi.Configuration;
using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>
/// Which new events the disk takes (delivery.md section 5.7): the other lane until 80 % of the quota is used, money until all of it is, nothing while the
/// disk has less room than its floor.
/// </summary>
internal sealed class StoreAdmission(Func<DeliveryOptions> options, StoreMaintenance maintenance)
{
    private volatile bool _isLastCall;

    /// <summary>Whether money may be written: the disk keeps its floor, the file its quota.</summary>
    public bool HasRoom => maintenance.UsedBytes < Quota && !IsBelowFloor;

    private bool IsBelowFloor => maintenance.FreeBytes < maintenance.Floor;

    // What is configured, and of what the disk has no more than a tenth at a time.
    private long Quota => maintenance.FreeBytes is { } free
        ? Math.Min(options().MaxQueueBytes, (free / 10) + maintenance.UsedBytes)
        : options().MaxQueueBytes;

    /// <summary>The process ends: what memory holds is lost unless the disk takes it, so it takes all that it can.</summary>
    public void LastCall() => _isLastCall = true;

    /// <summary>Whether events of the other lane have to give way to money.</summary>
    public bool IsCrowdedForMoney(StoreSession session) =>
        !_isLastCall && !IsBelowFloor && (IsLong(session) || session.Used >= Quota / 10 * 9);

    /// <summary>Whether an event is taken.</summary>
    public bool Takes(Lane lane, StoreSession session) =>
        _isLastCall || (!IsBelowFloor && !IsLong(session) && session.Used < (lane == Lane.Other ? Quota / 10 * 8 : Quota));

    /// <summary>Whether as many rows wait as may.</summary>
    public bool IsLong(StoreSession session) => session.Rows >= options().MaxQueueLength;
}
