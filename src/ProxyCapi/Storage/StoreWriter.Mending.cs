using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>How the database is opened, what is done about its troubles, and the look that is taken each second.</summary>
internal sealed partial class StoreWriter
{
    private bool TryMend(StoreTrouble trouble)
    {
        _metrics.StoreFailed(StoreTroubles.Tag(trouble));
        switch (trouble)
        {
            case StoreTrouble.Full:
                return _ballast.Release() || _session!.TryEmptyLog();
            case StoreTrouble.Damaged:
                return TryReopen(putAside: true);
            case StoreTrouble.Io or StoreTrouble.ReadOnly:
                // The same handle may report success after a failed sync (PostgreSQL panics for this reason): never ask it again.
                _isLogInDoubt = true;
                return TryReopen(putAside: false);
            default:
                return false;
        }
    }

    private bool TryReopen(bool putAside)
    {
        Leave();
        try
        {
            if (putAside)
            {
                _opener.PutAside();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Suspend(StoreTrouble.Damaged, exception);
            return false;
        }

        return TryOpen();
    }

    private bool IsOpen() => (!_status.IsStuck || IsLookDue()) && (_session is { } session ? !_isGone || TryRescue(session) : TryOpen());

    private bool IsLookDue() => _time.GetElapsedTime(_suspendedAt) >= _suspension;

    private bool TryOpen()
    {
        try
        {
            var session = OpenSession();
            Flush(session);
            _session = session;
            Exchange(() => Session = session);
            _maintenance.Opened(session);
            if (!_wasOpened)
            {
                _wasOpened = true;
                SetAsideBeforeOpened = _opener.SetAside.Count;
                _metrics.Restored(session.Rows);
            }

            Recovered();
            return true;
        }
        catch (StoreUnavailableException exception)
        {
            Suspend(exception.Trouble, exception.InnerException ?? exception);
            return false;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever else it is, the writer goes on (style.md trap 10) and tries again.
            _metrics.Failed("storage");
            Leave();
            Suspend(StoreTrouble.Io, exception);
            return false;
        }
    }

    /// <summary>
    /// After a failed sync the log may show changes that are in the system's cache alone, and no later sync of it tells. They are written to the
    /// database itself before anybody is told that they are there.
    /// </summary>
    private void Flush(StoreSession session)
    {
        try
        {
            if (_isLogInDoubt)
            {
                session.FlushLog();
                _isLogInDoubt = false;
            }
        }
        catch (SqliteException exception)
        {
            session.Dispose();
            throw new StoreUnavailableException(StoreTroubles.Of(exception), exception);
        }
    }

    private StoreSession OpenSession()
    {
        _isChecking = _opener.IsLarge;
        try
        {
            return _opener.Open(_highestId);
        }
        catch (StoreUnavailableException exception) when (exception.Trouble == StoreTrouble.Full && _ballast.Release())
        {
            // The floor keeps new events from the room that this has made.
            return _opener.Open(_highestId);
        }
        finally
        {
            _isChecking = false;
        }
    }

    private void Leave()
    {
        var session = _session;
        _session = null;
        _highestId = Math.Max(_highestId, session?.LastId ?? 0);
        Exchange(() =>
        {
            Session = null;
            session?.Dispose();
        });
    }

    private void Exchange(Action action)
    {
        lock (OverviewGate)
        {
            _exchange(action);
        }
    }

    private void Suspend(StoreTrouble trouble, Exception exception, bool isDraining = false)
    {
        _suspension = _status.Trouble == trouble && _suspension * 2 is var next && next < LastSuspension ? next : _status.Trouble == trouble ? LastSuspension : FirstSuspension;
        _suspendedAt = _time.GetTimestamp();
        _metrics.StoreFailed(StoreTroubles.Tag(trouble));
        if (_status.Trouble != trouble)
        {
            Log.Suspended(_logger, StoreTroubles.Tag(trouble), StoreTroubles.Cure(trouble), exception.GetType().Name);
            _status = new StoreStatus(trouble, _time.GetUtcNow());
        }
        else if (_status.IsDraining && !isDraining)
        {
            Log.Stuck(_logger);
            _status = _status with { IsDraining = false };
        }
    }

    /// <summary>New events are refused; what is on disk is still delivered.</summary>
    private void Drain(Exception exception)
    {
        Suspend(StoreTrouble.Full, exception, isDraining: true);
        _status = _status with { IsDraining = true };
    }

    private void Succeeded(bool hasGrown)
    {
        if (_status.Trouble == StoreTrouble.Full && !hasGrown)
        {
            // That there is room for small changes says nothing of new events.
            _status = _status.IsDraining ? _status : _status with { IsDraining = true };
        }
        else
        {
            Recovered();
        }
    }

    private void Recovered()
    {
        if (_status.IsSuspended)
        {
            Log.Recovered(_logger, _time.GetUtcNow() - _status.Since);
        }

        _suspension = FirstSuspension;
        if (_status.Trouble != StoreTrouble.None || _status.IsOpening)
        {
            _status = StoreStatus.Good;
        }
    }

    private void LookAfter()
    {
        if (_isReserveFree)
        {
            UseReserve();
            return;
        }

        if ((_status.IsStuck || _session is null || _unsettled.Count > 0) && IsOpen())
        {
            Commit([new StoreWork<bool>(Touch)]);
        }

        if (_session is { } session && !_status.IsStuck)
        {
            try
            {
                if (_opener.IsGone() && !TryRescue(session))
                {
                    return;
                }

                if (!LookAtReport())
                {
                    return;
                }

                _maintenance.Run(_session!);
                EndDrainingIfThereIsRoom();
            }
            catch (SqliteException exception) when (StoreTroubles.Of(exception) is var trouble and not StoreTrouble.None)
            {
                LookedInVain(trouble, exception);
            }
        }
    }

    private void Flush(TickWork tick)
    {
        try
        {
            (_session ?? throw new StoreUnavailableException(_status.Trouble)).FlushLog();
        }
        catch (SqliteException exception)
        {
            // What it means for the store, the next change finds out.
            tick.Failed(new StoreUnavailableException(StoreTroubles.Of(exception), exception));
        }
        catch (StoreUnavailableException exception)
        {
            tick.Failed(exception);
        }
    }

    /// <summary>The process ends: no pause is kept any more, and a disk that is well again takes what memory holds.</summary>
    private void UseReserve()
    {
        _suspension = TimeSpan.Zero;
        if (_status.Trouble == StoreTrouble.Full)
        {
            _ballast.Release();
            if (_session is not null || TryOpen())
            {
                Recovered();
            }
        }
        else if ((_status.IsStuck || _session is null) && IsOpen())
        {
            Commit([new StoreWork<bool>(Touch)]);
        }
    }

    private void LookedInVain(StoreTrouble trouble, SqliteException exception)
    {
        if (trouble == StoreTrouble.Full)
        {
            // A log that is not emptied harms nobody. The ballast is for what deletes.
            _session!.RollBack();
            if (!_status.IsDraining)
            {
                Drain(exception);
            }
        }
        else if (!TryMend(trouble))
        {
            Suspend(trouble, exception);
        }
    }

    private void EndDrainingIfThereIsRoom()
    {
        if (_status.IsDraining && IsLookDue() && _maintenance.HasRoomToGrow)
        {
            Commit([new StoreWork<bool>(Grow) { Grows = true }]);
            Commit([new StoreWork<bool>(GiveBack)]);
        }
    }

    /// <summary>Somebody has deleted the files: what is still open is written anew, as long as it is open.</summary>
    private bool TryRescue(StoreSession session)
    {
        try
        {
            _opener.Rescue(session);
        }
        catch (StoreUnavailableException exception)
        {
            _isGone = true;
            Suspend(exception.Trouble, exception.InnerException ?? exception);
            return false;
        }

        _isGone = false;
        Leave();
        return TryOpen();
    }

    /// <summary>Finds out about what a reader has met.</summary>
    /// <returns>Whether the store is open.</returns>
    private bool LookAtReport()
    {
        var reported = _reported;
        _reported = StoreTrouble.None;
        if (reported == StoreTrouble.Damaged)
        {
            _isChecking = _opener.IsLarge;
            try
            {
                _session!.Check();
            }
            finally
            {
                _isChecking = false;
            }
        }

        return reported != StoreTrouble.Io || TryReopen(putAside: false);
    }

    // Only a write shows whether writing works.
    private static bool Touch(StoreSession session)
    {
        // SQLite does not write a row that stays the same.
        session.Run("INSERT INTO meta (name, value) VALUES ('touched', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1");
        return true;
    }

    // A quota refuses what the disk's free bytes promise: only taking room shows that there is some. What it takes goes to the events afterwards.
    private static bool Grow(StoreSession session)
    {
        session.Run($"INSERT OR REPLACE INTO meta (name, value) VALUES ('room', zeroblob({GrowthBytes}))");
        return true;
    }

    private static bool GiveBack(StoreSession session)
    {
        session.Run("DELETE FROM meta WHERE name = 'room'");
        return true;
    }
}
